using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Gateway.Metering;

/// <summary>
/// What was used, in a file for each day of UTC, a line of JSON for each answer: <c>2026-11-24.jsonl</c>. It is written
/// beside the answers, which do not wait for the disk; disposing waits until all is written.
/// </summary>
internal sealed partial class UsageJournal : IAsyncDisposable
{
    private readonly string _folder;
    private readonly ILogger _log;
    private readonly Channel<UsageEntry> _entries =
        Channel.CreateUnbounded<UsageEntry>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _writing;

    /// <param name="folder">Made if it is not there.</param>
    /// <param name="log">Is told of what cannot be read or written.</param>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public UsageJournal(string folder, ILogger log)
    {
        (_folder, _log) = (folder, log);
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>What the file of a day says. The half line of a program that was killed is passed over.</summary>
    /// <exception cref="IOException">It is there and cannot be read.</exception>
    public IEnumerable<UsageEntry> Read(DateOnly day)
    {
        if (!File.Exists(PathOf(day)))
            yield break;
        foreach (string line in File.ReadLines(PathOf(day)))
        {
            UsageEntry? entry = null;
            try
            {
                entry = JsonSerializer.Deserialize(line, UsageEntryJson.Default.UsageEntry);
            }
            catch (JsonException)
            {
                LogUnreadable(day);
            }

            if (entry is not null)
                yield return entry;
        }
    }

    public void Add(UsageEntry entry) => _entries.Writer.TryWrite(entry);

    public async ValueTask DisposeAsync()
    {
        _entries.Writer.TryComplete();
        await _writing.ConfigureAwait(false);
    }

    private async Task WriteAsync()
    {
        await foreach (var entry in _entries.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            try
            {
                await AppendAsync(entry).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Counted it is, for as long as this program runs.
                LogNotWritten(exception, entry.User);
            }
        }
    }

    private async Task AppendAsync(UsageEntry entry)
    {
        await using var file = new FileStream(PathOf(DateOnly.FromDateTime(entry.At.UtcDateTime)), new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Read,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(entry, UsageEntryJson.Default.UsageEntry), (byte)'\n'];
        // What a killed program began to write must not spoil this line as well.
        if (file.Length > 0)
        {
            file.Position = file.Length - 1;
            if (file.ReadByte() != '\n')
                line = [(byte)'\n', .. line];
        }

        await file.WriteAsync(line).ConfigureAwait(false);
    }

    private string PathOf(DateOnly day) =>
        Path.Combine(_folder, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + ".jsonl");

    [LoggerMessage(LogLevel.Warning, "A line of the usage of {Day} cannot be read and does not count")]
    private partial void LogUnreadable(DateOnly day);

    [LoggerMessage(LogLevel.Error, "What {UserId} used could not be written down and is forgotten at a restart")]
    private partial void LogNotWritten(Exception exception, string userId);
}
