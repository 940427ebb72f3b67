using System.Globalization;
using System.Numerics;
using System.Security;
using Codesmith.Supervisor.Credentials;
using Microsoft.Extensions.Configuration;

namespace Codesmith.Supervisor.Hosting;

/// <summary>
/// What is set: by a variable of the environment or, where it says nothing, by a key of the configuration file.
/// Collects what is wrong with it, a line each, and never repeats a secret.
/// </summary>
/// <param name="variable">The environment.</param>
/// <param name="file">The section of the file.</param>
internal sealed class Settings(Func<string, string?> variable, IConfiguration file)
{
    /// <summary>Where systemd puts what the unit's LoadCredential= names; readable by the service alone.</summary>
    internal const string CredentialsVariable = "CREDENTIALS_DIRECTORY";

    /// <summary>What makes a variable's name that of one which names a file with the value.</summary>
    internal const string FileSuffix = "_FILE";

    /// <summary>Bytes of a file with a secret: far more than any has, far less than would harm.</summary>
    private const int MostBytes = 16 * 1024;

    private readonly List<string> _mistakes = [];

    /// <summary>What is to be corrected.</summary>
    internal IReadOnlyList<string> Mistakes => _mistakes;

    /// <summary>Adds a line.</summary>
    internal void Reject(string mistake) => _mistakes.Add(mistake);

    /// <summary>The environment's own, such as HOME.</summary>
    internal string? Variable(string name) => Trim(variable(name));

    /// <summary>What is set, trimmed; null for nothing.</summary>
    internal string? Value(string name, string key) =>
        Variable(name) ?? Trim(file[key]);

    /// <summary>Several: those in the variable, with commas between them, or the list in the configuration file.</summary>
    internal IReadOnlyList<string> Values(string name, string key) =>
        (Value(name, key)?.Split(',') ?? file.GetSection(key).GetChildren().Select(item => item.Value ?? ""))
        .Select(text => text.Trim())
        .Where(text => text.Length > 0)
        .ToList();

    /// <summary>
    /// A secret: from the variable, from the file that the variable with <see cref="FileSuffix"/> names, from systemd's
    /// credential, or from the configuration file, in this order.
    /// </summary>
    /// <param name="name">The variable.</param>
    /// <param name="credential">Systemd's name of it. An empty one is none: a unit cannot leave one out.</param>
    /// <param name="key">The configuration file's.</param>
    internal Secret? Secret(string name, string credential, string key)
    {
        string fileVariable = name + FileSuffix;
        string? value = Variable(name);
        if (Variable(fileVariable) is { } path)
        {
            if (value is not null)
                Reject($"{name} and {fileVariable} are both set: keep one.");
            else if ((value = ReadFile(fileVariable, path)) is { Length: 0 })
                Reject($"{fileVariable} names a file with nothing in it: {path}");
        }
        else if (value is null && Variable(CredentialsVariable) is { } folder)
        {
            value = ReadFile(CredentialsVariable, Path.Combine(folder, credential), mayBeMissing: true);
        }

        value = string.IsNullOrEmpty(value) ? Value(name, key) : value;
        if (value is null)
            return null;
        if (!value.All(character => character is > ' ' and < '\u007f'))
            Reject($"{name} holds characters that no key has: is it quoted, or are there two lines?");
        return new Secret(value);
    }

    /// <summary>Yes or no; null if it is neither, or not set.</summary>
    internal bool? Flag(string name, string key)
    {
        switch (Value(name, key)?.ToLowerInvariant())
        {
            case null:
                return null;
            case "1" or "true" or "yes":
                return true;
            case "0" or "false" or "no":
                return false;
            default:
                Reject($"{name} is neither 1 nor 0.");
                return null;
        }
    }

    /// <summary>A number within bounds; null if it is none, or not set.</summary>
    internal T? Number<T>(string name, string key, T least, T most)
        where T : struct, INumber<T> => Within(name, Value(name, key), least, most);

    /// <summary>The same of the configuration file alone.</summary>
    internal T? Number<T>(string key, T least, T most)
        where T : struct, INumber<T> => Within(key, Trim(file[key]), least, most);

    /// <summary>A Discord id; null if it is none, or not set.</summary>
    internal ulong? Snowflake(string name, string key)
    {
        if (Value(name, key) is not { } text)
            return null;
        if (ReadSnowflake(text) is { } id)
            return id;
        Reject($"{name} is no Discord id, which is a number such as 1234567890123456789.");
        return null;
    }

    /// <summary>The Discord ids of a list in the configuration file.</summary>
    internal IEnumerable<ulong> Snowflakes(string key)
    {
        IConfigurationSection section = file.GetSection(key);
        if (!string.IsNullOrWhiteSpace(section.Value))
            Reject($"{key} is to be a list of Discord ids, such as [\"1234567890123456789\"].");
        foreach (IConfigurationSection item in section.GetChildren())
        {
            if (ReadSnowflake(item.Value ?? "") is { } id)
                yield return id;
            else
                Reject($"{key} holds something that is no Discord id, which is a number such as 1234567890123456789.");
        }
    }

    private T? Within<T>(string name, string? text, T least, T most)
        where T : struct, INumber<T>
    {
        if (text is null)
            return null;
        if (T.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out T number)
            && number >= least && number <= most)
            return number;
        Reject(string.Create(
            CultureInfo.InvariantCulture, $"{name} is to be a number from {least} to {most}, and not: {text}"));
        return null;
    }

    private static string? Trim(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();

    private static ulong? ReadSnowflake(string text) =>
        ulong.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out ulong id) && id > 0
            ? id
            : null;

    private string? ReadFile(string name, string path, bool mayBeMissing = false)
    {
        try
        {
            if (!Path.IsPathRooted(path))
                Reject($"{name} is no absolute path: {path}");
            else if (new FileInfo(path).Length is var length and > MostBytes)
                Reject($"{name} names a file of {length} bytes, which is no secret: {path}");
            else
                return File.ReadAllText(path).Trim();
        }
        catch (Exception exception) when (mayBeMissing && exception is FileNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SecurityException)
        {
            Reject($"{name} names a file that cannot be read: {exception.Message}");
        }

        return null;
    }
}
