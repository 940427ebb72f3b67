using Microsoft.Extensions.Configuration;

namespace Codesmith.Supervisor.Hosting;

/// <summary>The configuration file: the one that is named, or the one beside the program, if there is one.</summary>
internal static class ConfigurationFile
{
    internal const string Variable = "CODESMITH_CONFIG";

    /// <summary>The section that is Codesmith's.</summary>
    internal const string Section = "Codesmith";

    private const string Name = "appsettings.json";

    /// <summary>Reads the section; null with a mistake of one line.</summary>
    internal static IConfiguration? Open(Func<string, string?> variable, string programFolder, out string? mistake)
    {
        string? named = string.IsNullOrWhiteSpace(variable(Variable)) ? null : variable(Variable)!.Trim();
        string path = named ?? Path.Combine(programFolder, Name);
        mistake = Path.IsPathRooted(path) ? null : $"{Variable} is no absolute path: {path}";
        try
        {
            return mistake is null
                ? new ConfigurationBuilder().AddJsonFile(path, optional: named is null).Build().GetSection(Section)
                : null;
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            // What is wrong with it is said further in.
            mistake = $"The configuration file {path} cannot be read: {exception.GetBaseException().Message}";
            return null;
        }
    }
}
