namespace Codesmith.Tests.Doubles;

/// <summary>A folder of a test's own; disposing removes it with all that is in it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("codesmith-test-");

    public string FullName => _folder.FullName;

    public string At(params string[] parts) => Path.Combine([FullName, .. parts]);

    public void Dispose() => _folder.Delete(recursive: true);
}
