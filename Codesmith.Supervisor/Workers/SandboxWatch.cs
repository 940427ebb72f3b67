using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Codesmith.Supervisor.Sessions;

namespace Codesmith.Supervisor.Workers;

/// <summary>Looks at a sandbox again and again and tells what its limits have to say.</summary>
/// <param name="meter">Memory and processes.</param>
/// <param name="measureDisk">What it takes of the disk.</param>
/// <param name="quota">What the sandbox may take.</param>
/// <param name="clock">Paces it.</param>
internal sealed class SandboxWatch(
    ISandboxMeter meter, Func<CancellationToken, Task<DiskUse>> measureDisk, SandboxQuota quota, TimeProvider clock)
{
    private readonly DiskQuota _bytes = DiskQuota.OfBytes(quota.DiskBytes);
    private readonly DiskQuota _files = DiskQuota.OfFiles(quota.Files);
    private DateTimeOffset _nextDisk = DateTimeOffset.MinValue;
    private (Task<DiskUse> Use, long Began)? _measuring;
    private ImmutableList<LimitUse> _told = [];

    /// <summary>Each time that something is to be said. Ends by an exception of <see cref="LookAsync"/>.</summary>
    public async IAsyncEnumerable<LimitNews> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            foreach (var news in await LookAsync(cancellationToken))
                yield return news;
            await Task.Delay(SandboxLimits.Look, clock, cancellationToken);
        }
    }

    /// <summary>Looks once; mostly there is nothing to say.</summary>
    /// <exception cref="WorkerLostException">The sandbox is to end; the message is a line for its user.</exception>
    public async Task<IReadOnlyList<LimitNews>> LookAsync(CancellationToken cancellationToken)
    {
        var (uses, warning) = meter.Look();
        var disk = await MeasureAsync(cancellationToken) is { } use
            ? new[] { _bytes.Take(use.Bytes), _files.Take(use.Files) }
            : [];
        ImmutableList<LimitUse> near = [.. uses.Append(_bytes.Use).Append(_files.Use).Where(use => use.IsNear)];
        bool isChanged = !near.SequenceEqual(_told);
        _told = near;
        var news = new List<LimitNews>();
        if (warning is not null)
            news.Add(new LimitNews(near, warning));
        foreach (var (diskWarning, interrupts) in disk)
        {
            if (diskWarning is not null)
                news.Add(new LimitNews(near, diskWarning, interrupts));
        }
        if (news.Count == 0 && isChanged)
            news.Add(new LimitNews(near));
        return news;
    }

    /// <summary>
    /// The next measure; null while it is not time for one, or one is not done yet: whoever makes a million files must
    /// not gain that nobody looks at the memory meanwhile.
    /// </summary>
    private async Task<DiskUse?> MeasureAsync(CancellationToken cancellationToken)
    {
        if (_measuring is null && clock.GetUtcNow() < _nextDisk)
            return null;
        var (measure, began) = _measuring ??= (measureDisk(cancellationToken), clock.GetTimestamp());
        try
        {
            var use = await measure.WaitAsync(SandboxLimits.Look, clock, cancellationToken);
            // Many files take long to count: that must not become most of what this machine does.
            var pause = clock.GetElapsedTime(began) * SandboxLimits.DiskPauseFactor;
            _nextDisk = clock.GetUtcNow() + (pause < SandboxLimits.DiskLook ? SandboxLimits.DiskLook : pause);
            _measuring = null;
            return use;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}
