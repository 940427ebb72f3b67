using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace Codesmith.Supervisor.Hosting;

/// <summary>
/// Turns the signals that ask a program to end into a token, so that sandboxes are stopped first. Ctrl-C (SIGINT) is
/// among them only where no console has a meaning of its own for it. It is the host's lifetime only so that the host takes no
/// signals itself; whoever runs the host hands it <see cref="Requested"/>.
/// </summary>
internal sealed class ShutdownSignals : IHostLifetime, IDisposable
{
    private static readonly PosixSignal[] Asking = [PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];

    private readonly CancellationTokenSource _requested = new();
    private readonly PosixSignalRegistration[] _registrations;

    /// <param name="takeInterrupt">Whether Ctrl-C asks the program to end.</param>
    internal ShutdownSignals(bool takeInterrupt) => _registrations =
    [
        .. Asking.Concat(takeInterrupt ? [PosixSignal.SIGINT] : [])
            .Select(signal => PosixSignalRegistration.Create(signal, Take)),
    ];

    /// <summary>Cancelled when the program is asked to end.</summary>
    internal CancellationToken Requested => _requested.Token;

    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
        _requested.Dispose();
    }

    private void Take(PosixSignalContext context)
    {
        // Else the runtime ends the process at once.
        context.Cancel = true;
        _requested.Cancel();
    }
}
