using System.Text;
using System.Text.Json.Nodes;

namespace Codesmith.Supervisor.Demo;

/// <summary>
/// A reply as server-sent events, in the order the Messages API has them: <c>message_start</c>; for each block
/// <c>content_block_start</c>, its deltas, <c>content_block_stop</c>; <c>message_delta</c>; <c>message_stop</c>.
/// </summary>
/// <param name="body">Where the bytes go; every write is sent at once.</param>
/// <param name="pace">How large the pieces are, and the pauses between them.</param>
/// <param name="clock">Measures the pauses.</param>
/// <param name="aborted">The client has left.</param>
internal sealed class ReplyStream(Stream body, Modifiers pace, TimeProvider clock, CancellationToken aborted)
{
    /// <summary>Tool input comes in larger pieces than text.</summary>
    private const int InputCharacters = 64;

    /// <summary>Sends a reply as far as its ending lets it.</summary>
    public async Task SendAsync(Reply.Message reply, ReplyEnvelope envelope)
    {
        await EventAsync("message_start", new JsonObject { ["type"] = "message_start", ["message"] = envelope.Begun() }).ConfigureAwait(false);
        await EventAsync("ping", new JsonObject { ["type"] = "ping" }).ConfigureAwait(false);
        for (var index = 0; index < reply.Content.Count; index++)
        {
            var block = reply.Content[index];
            var breaks = reply.Ending != StreamEnding.Whole && block is ContentBlock.Text;
            await StartAsync(index, block).ConfigureAwait(false);
            await DeltasAsync(index, block, breaks).ConfigureAwait(false);
            if (breaks)
            {
                await BreakAsync(reply.Ending).ConfigureAwait(false);
                return;
            }

            await EventAsync("content_block_stop", new JsonObject { ["type"] = "content_block_stop", ["index"] = index }).ConfigureAwait(false);
        }

        await EventAsync("message_delta", new JsonObject
        {
            ["type"] = "message_delta",
            ["delta"] = new JsonObject { ["stop_reason"] = envelope.StopReason, ["stop_sequence"] = (string?)null },
            ["usage"] = new JsonObject { ["output_tokens"] = envelope.OutputTokens },
        }).ConfigureAwait(false);
        await EventAsync("message_stop", new JsonObject { ["type"] = "message_stop" }).ConfigureAwait(false);
    }

    private Task StartAsync(int index, ContentBlock block) => EventAsync("content_block_start", new JsonObject
    {
        ["type"] = "content_block_start",
        ["index"] = index,
        ["content_block"] = block switch
        {
            ContentBlock.Text => new JsonObject { ["type"] = "text", ["text"] = "" },
            ContentBlock.Thinking => new JsonObject { ["type"] = "thinking", ["thinking"] = "", ["signature"] = "" },
            ContentBlock.ToolUse tool => new JsonObject { ["type"] = "tool_use", ["id"] = tool.Id, ["name"] = tool.Name, ["input"] = new JsonObject() },
            _ => block.AsJson(),
        },
    });

    private async Task DeltasAsync(int index, ContentBlock block, bool onlyHalf)
    {
        switch (block)
        {
            case ContentBlock.Text text:
                var pieces = Pieces(text.Value, pace.DeltaCharacters);
                foreach (var piece in onlyHalf ? pieces.Take((pieces.Count + 1) / 2) : pieces)
                    await DeltaAsync(index, new JsonObject { ["type"] = "text_delta", ["text"] = piece }).ConfigureAwait(false);
                break;
            case ContentBlock.Thinking thinking:
                foreach (var piece in Pieces(thinking.Value, pace.DeltaCharacters))
                    await DeltaAsync(index, new JsonObject { ["type"] = "thinking_delta", ["thinking"] = piece }).ConfigureAwait(false);
                await DeltaAsync(index, new JsonObject { ["type"] = "signature_delta", ["signature"] = thinking.Signature }).ConfigureAwait(false);
                break;
            case ContentBlock.ToolUse tool:
                foreach (var piece in Pieces(ModelJson.SerializeToString(tool.Input), InputCharacters))
                    await DeltaAsync(index, new JsonObject { ["type"] = "input_json_delta", ["partial_json"] = piece }).ConfigureAwait(false);
                break;
            default:
                break; // complete from its start
        }
    }

    private async Task BreakAsync(StreamEnding ending)
    {
        if (ending == StreamEnding.ErrorEvent)
        {
            var overloaded = ModelErrors.OfStatus(529);
            var error = new JsonObject { ["type"] = overloaded.Type, ["message"] = overloaded.Message };
            await EventAsync("error", new JsonObject { ["type"] = "error", ["error"] = error }).ConfigureAwait(false);
        }
        else if (ending == StreamEnding.Silence)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, clock, aborted).ConfigureAwait(false);
        }
    }

    private async Task DeltaAsync(int index, JsonObject delta)
    {
        await EventAsync("content_block_delta", new JsonObject { ["type"] = "content_block_delta", ["index"] = index, ["delta"] = delta }).ConfigureAwait(false);
        if (pace.DeltaPause > TimeSpan.Zero)
            await Task.Delay(pace.DeltaPause, clock, aborted).ConfigureAwait(false);
    }

    private async Task EventAsync(string name, JsonObject data)
    {
        byte[] bytes = [.. Encoding.ASCII.GetBytes($"event: {name}\ndata: "), .. ModelJson.Serialize(data), .. "\n\n"u8];
        foreach (var part in bytes.Chunk(pace.BytesPerWrite ?? bytes.Length))
            await body.WriteAsync(part, aborted).ConfigureAwait(false);
    }

    /// <summary>Cuts between Unicode scalars: half a surrogate pair cannot be written as UTF-8.</summary>
    private static List<string> Pieces(string text, int length)
    {
        var pieces = new List<string>();
        var piece = new StringBuilder();
        var count = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            piece.Append(rune);
            if (++count % length == 0)
            {
                pieces.Add(piece.ToString());
                piece.Clear();
            }
        }

        if (piece.Length > 0)
            pieces.Add(piece.ToString());
        return pieces;
    }
}
