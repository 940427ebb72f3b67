using NUnit.Framework;

// Fixtures that say so run beside each other: they wait for real programs and for time to pass more than they compute.
[assembly: LevelOfParallelism(3)]
