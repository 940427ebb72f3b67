using System.Globalization;

namespace Codesmith.Tests.Benchmarks.Sessions;

/// <summary>A process as <c>/proc/PID/status</c> has it; sizes in bytes.</summary>
/// <param name="Id">On the host.</param>
/// <param name="Parent">Its parent's id.</param>
/// <param name="Name">The first 15 characters of its program's name.</param>
/// <param name="Resident">All of its memory that is in RAM, shared files included (VmRSS).</param>
/// <param name="Anonymous">What of it no file backs (RssAnon).</param>
/// <param name="Peak">The most that was ever resident (VmHWM).</param>
internal sealed record ProcessStatus(int Id, int Parent, string Name, long Resident, long Anonymous, long Peak)
{
    /// <summary>All processes that still were there when they were looked at.</summary>
    public static IReadOnlyList<ProcessStatus> ReadAll() =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out int id) ? id : 0)
            .Where(id => id != 0)
            .Select(Read)
            .OfType<ProcessStatus>(),
    ];

    /// <summary>Null for a process that is gone.</summary>
    public static ProcessStatus? Read(int id)
    {
        try
        {
            Dictionary<string, string> fields = File.ReadLines($"/proc/{id}/status")
                .Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries))
                .ToDictionary(field => field[0], field => field[1]);
            return new ProcessStatus(
                id,
                int.Parse(fields["PPid"], CultureInfo.InvariantCulture),
                fields["Name"],
                Bytes(fields, "VmRSS"),
                Bytes(fields, "RssAnon"),
                Bytes(fields, "VmHWM"));
        }
        catch (IOException)
        {
            // It ended between two looks.
            return null;
        }
    }

    // Threads of the kernel have no memory of their own.
    private static long Bytes(Dictionary<string, string> fields, string name) =>
        fields.TryGetValue(name, out string? value)
            ? long.Parse(value.Split(' ')[0], CultureInfo.InvariantCulture) * 1024
            : 0;
}
