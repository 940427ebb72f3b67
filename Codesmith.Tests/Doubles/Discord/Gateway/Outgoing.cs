using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Codesmith.Tests.Doubles.Discord.World;

namespace Codesmith.Tests.Doubles.Discord.Gateway;

/// <summary>What waits to be written to a connection: a payload, or the end.</summary>
internal abstract record Outgoing
{
    private Outgoing()
    {
    }

    /// <summary>A payload that is no dispatch.</summary>
    internal sealed record Control(Opcode Opcode, JsonNode? Data) : Outgoing
    {
        public byte[] ToBytes() => DiscordJson.Bytes(new JsonObject
        {
            ["op"] = (int)Opcode,
            ["d"] = Data?.DeepClone(),
            ["s"] = null,
            ["t"] = null,
        });
    }

    internal sealed record Dispatch(int Sequence, DispatchEvent Event, Intent Intents) : Outgoing
    {
        public byte[] ToBytes()
        {
            var data = Event.BytesFor(Intents);
            var payload = new ArrayBufferWriter<byte>(data.Length + 64);
            payload.Write(Encoding.UTF8.GetBytes($$"""{"op":0,"t":"{{Event.Name}}","s":{{Sequence}},"d":"""));
            payload.Write(data);
            payload.Write("}"u8);
            return payload.WrittenSpan.ToArray();
        }
    }

    internal sealed record Close(int Code) : Outgoing;
}
