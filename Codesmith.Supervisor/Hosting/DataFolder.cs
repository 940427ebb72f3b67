namespace Codesmith.Supervisor.Hosting;

/// <summary>The folder for all that is kept. For its owner alone.</summary>
internal static class DataFolder
{
    /// <summary>Makes it if it is missing. Returns what is wrong with it, in a line, or null.</summary>
    public static string? Make(string path)
    {
        try
        {
            Directory.CreateDirectory(
                path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"The data folder {path} cannot be made: {exception.Message} "
                + $"{OptionsReader.DataVariable} says where it is.";
        }
    }
}
