using System.Text;
using System.Text.Json;

namespace Codesmith.Tests.Recordings;

/// <summary>A session.cast: what a program wrote to its terminal, in the pieces it was read in.</summary>
internal sealed record RecordedSession(string Name, int Columns, int Rows, IReadOnlyList<byte[]> Outputs)
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Recordings");

    public static IEnumerable<string> Names =>
        Directory.EnumerateDirectories(Root).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal);

    public byte[] AllOutput => [.. Outputs.SelectMany(output => output)];

    public static IEnumerable<RecordedSession> All => Names.Select(Load);

    public static RecordedSession Load(string name)
    {
        string[] lines = File.ReadAllLines(Path.Combine(Root, name, "session.cast"));
        using JsonDocument header = JsonDocument.Parse(lines[0]);
        var outputs = new List<byte[]>();
        foreach (string line in lines.Skip(1))
        {
            using JsonDocument record = JsonDocument.Parse(line);
            if (record.RootElement[1].GetString() == "o")
                outputs.Add(Encoding.UTF8.GetBytes(record.RootElement[2].GetString()!));
        }
        return new RecordedSession(
            name,
            header.RootElement.GetProperty("width").GetInt32(),
            header.RootElement.GetProperty("height").GetInt32(),
            outputs);
    }

    public string[] ExpectedScreen() => File.ReadAllLines(Path.Combine(Root, Name, "expected.screen"));
}
