using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Codesmith.Supervisor.Sessions;

namespace Codesmith.Supervisor.Workers;

/// <summary>Looks at a sandbox again and again and tells what its limits have to say.</summary>
/// <param name="meter">Memory and processes.</param>
/// <param name="measureDisk">Bytes on disk.</param>
/// <param name="quota">What the sandbox may take.</param>
/// <param name="clock">Paces it.</param>
internal sealed class SandboxWatch(
    ISandboxMeter meter, Func<CancellationToken, Task<long>> measureDisk, SandboxQuota quota, TimeProvider clock)
{
    private readonly DiskQuota _disk = new(quota.DiskBytes);
    private DateTimeOffset _nextDisk = DateTimeOffset.MinValue;
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
        var (diskWarning, interrupts) = await LookAtDiskAsync(cancellationToken);
        ImmutableList<LimitUse> near = [.. uses.Append(_disk.Use).Where(use => use.IsNear)];
        bool isChanged = !near.SequenceEqual(_told);
        _told = near;
        var news = new List<LimitNews>();
        if (warning is not null)
            news.Add(new LimitNews(near, warning));
        if (diskWarning is not null)
            news.Add(new LimitNews(near, diskWarning, interrupts));
        if (news.Count == 0 && isChanged)
            news.Add(new LimitNews(near));
        return news;
    }

    private async Task<(string? Warning, bool Interrupts)> LookAtDiskAsync(CancellationToken cancellationToken)
    {
        if (clock.GetUtcNow() < _nextDisk)
            return (null, false);
        long began = clock.GetTimestamp();
        long used = await measureDisk(cancellationToken);
        // Many files take long to count: that must not become most of what this machine does.
        var pause = clock.GetElapsedTime(began) * SandboxLimits.DiskPauseFactor;
        _nextDisk = clock.GetUtcNow() + (pause < SandboxLimits.DiskLook ? SandboxLimits.DiskLook : pause);
        return _disk.Take(used);
    }
}
