using System.Buffers;

namespace Codesmith.Supervisor.Chat.Discord.Rest;

/// <summary>Copies what somebody else sends, who may send without end.</summary>
internal static class BoundedCopy
{
    private const int BlockBytes = 64 * 1024;

    /// <returns>The bytes copied; null if there are more than the maximum.</returns>
    public static async Task<long?> CopyAsync(
        Stream source, Stream destination, long maximumBytes, CancellationToken cancellationToken)
    {
        var block = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            long copied = 0;
            while (true)
            {
                int read = await source.ReadAsync(block, cancellationToken);
                if (read == 0)
                    return copied;
                copied += read;
                if (copied > maximumBytes)
                    return null;
                await destination.WriteAsync(block.AsMemory(0, read), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }
}
