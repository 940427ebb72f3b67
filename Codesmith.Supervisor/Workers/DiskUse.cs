namespace Codesmith.Supervisor.Workers;

/// <summary>What a session takes of a disk.</summary>
/// <param name="Bytes">What its files take up there, not what they claim to be long.</param>
/// <param name="Files">How many they are, folders and links too.</param>
internal readonly record struct DiskUse(long Bytes, long Files);
