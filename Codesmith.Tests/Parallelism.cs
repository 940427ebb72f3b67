using NUnit.Framework;

// Fixtures run beside each other, but for those that measure the whole process or hand its descriptors on: they wait for
// real programs and for time to pass more than they compute.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(3)]
