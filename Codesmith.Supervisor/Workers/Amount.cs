using System.Globalization;

namespace Codesmith.Supervisor.Workers;

/// <summary>Amounts as users read them.</summary>
internal static class Amount
{
    private const double GiB = 1024.0 * 1024 * 1024;
    private const double MiB = 1024.0 * 1024;

    /// <summary>So much of so much, in the unit that fits the latter.</summary>
    public static string OfBytes(long used, long most) => most >= GiB
        ? string.Create(CultureInfo.InvariantCulture, $"{used / GiB:0.0} of {most / GiB:0.0} GiB")
        : string.Create(CultureInfo.InvariantCulture, $"{used / MiB:0} of {most / MiB:0} MiB");

    public static string OfNumber(long used, long most) =>
        string.Create(CultureInfo.InvariantCulture, $"{used:N0} of {most:N0}");
}
