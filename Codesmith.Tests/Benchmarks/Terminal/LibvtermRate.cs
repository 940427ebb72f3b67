using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Codesmith.Tests.Benchmarks.Terminal;

/// <summary>Builds libvterm_rate.c and runs it: the rate of libvterm on the same bytes.</summary>
internal static class LibvtermRate
{
    /// <returns>Bytes a second.</returns>
    /// <exception cref="InvalidOperationException">gcc or libvterm-dev is missing.</exception>
    public static async Task<double> MeasureAsync(byte[] bytes)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("codesmith-bench-");
        try
        {
            string source = Path.Combine(AppContext.BaseDirectory, "Benchmarks", "Terminal", "libvterm_rate.c");
            string program = Path.Combine(folder.FullName, "libvterm_rate");
            string stream = Path.Combine(folder.FullName, "stream");
            await File.WriteAllBytesAsync(stream, bytes);
            await RunAsync("gcc", "-O2", source, "-lvterm", "-o", program);
            string rate = await RunAsync(program, stream, $"{ScreenReplay.Columns}", $"{ScreenReplay.Rows}");
            return double.Parse(rate, CultureInfo.InvariantCulture);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
            using Process process = Process.Start(start)!;
            string output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} failed");
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException($"{program} is missing", exception);
        }
    }
}
