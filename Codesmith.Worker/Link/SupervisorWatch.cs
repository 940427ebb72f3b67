using System.Runtime.InteropServices;
using static Tmds.Linux.LibC;

namespace Codesmith.Worker.Link;

/// <summary>
/// Notices that the supervisor is gone: nobody reads standard output any more. Bubblewrap is bound to the supervisor's
/// life, too, but by its own request, and a supervisor that is killed before that leaves a sandbox to itself.
/// </summary>
internal static class SupervisorWatch
{
    private const int StandardOutput = 1;

    /// <summary>Ends when the supervisor has. Takes a thread of its own.</summary>
    public static Task WaitForEndAsync() =>
        Task.Factory.StartNew(WaitForEnd, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static unsafe void WaitForEnd()
    {
        // No event is asked for: the kernel always tells of an error, which for a pipe is the loss of its last reader.
        var output = new Tmds.Linux.pollfd { fd = StandardOutput };
        while (poll(&output, 1, Timeout.Infinite) == -1)
        {
            if (Marshal.GetLastSystemError() != EINTR)
                throw new InvalidOperationException($"poll failed: {Marshal.GetLastSystemError()}");
        }
    }
}
