using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using StreamJsonRpc;

namespace Codesmith.Protocol.Wire;

/// <summary>
/// Builds both ends of the link, so that they cannot differ. What is returned does not listen yet: hook up
/// <see cref="JsonRpc.Disconnected"/>, then call <see cref="JsonRpc.StartListening"/>.
/// </summary>
public static class WorkerWire
{
    /// <summary>The end that answers. Calls under way are cancelled when the connection ends.</summary>
    /// <param name="stream">The connection; disposed with the result.</param>
    /// <param name="worker">Takes the calls. Whatever it throws reaches the caller as a code and one line.</param>
    public static JsonRpc OpenWorkerEnd(Stream stream, IWorker worker)
    {
        var rpc = Open(stream, FrameLimits.Worker);
        rpc.CancelLocallyInvokedMethodsWhenConnectionIsClosed = true;
        rpc.AddLocalRpcTarget(RpcTargetMetadata.FromShape<IWorker>(), worker, null);
        return rpc;
    }

    /// <summary>The end that calls. It offers nothing: a request from the other end ends the connection.</summary>
    /// <param name="stream">The connection; disposed with the result.</param>
    /// <param name="worker">What to call. Cancelling a call has no effect on the other end.</param>
    public static JsonRpc OpenSupervisorEnd(Stream stream, out IWorker worker)
    {
        var rpc = Open(stream, FrameLimits.Supervisor);
        worker = rpc.Attach<IWorker>();
        return rpc;
    }

    /// <summary>Bytes of the event on the wire, without its number and time.</summary>
    public static int SizeOf(WorkerEvent happening) =>
        JsonSerializer.SerializeToUtf8Bytes(happening, WireJson.Default.WorkerEvent).Length;

    private static JsonRpc Open(Stream stream, FrameLimits limits)
    {
        JsonRpc rpc = new WireRpc(new BoundedFrameHandler(stream, CreateFormatter(), limits))
        {
            // No call lasts longer than a long poll, so none needs to be taken back: two messages less to get wrong.
            CancellationStrategy = null,
        };

        // Its traces quote what was received: nothing of a conversation belongs into a trace.
        rpc.TraceSource.Switch.Level = SourceLevels.Off;
        return rpc;
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = Generated)]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = Generated)]
    private static SystemTextJsonFormatter CreateFormatter() => new() { JsonSerializerOptions = WireJson.Default.Options };

    private const string Generated =
        "As StreamJsonRpc documents for NativeAOT: every type of the contract is in the source-generated WireJson, and " +
        "the contract has none of the exotic types (streams, callbacks, progress) that need reflection.";
}
