using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json;
using Codesmith.Tests.Doubles.Discord.Rest;
using Codesmith.Tests.Doubles.Discord.World;

namespace Codesmith.Tests.Doubles.Discord.Gateway;

/// <summary>What a client may send, and how often.</summary>
internal sealed class ClientPayloads(
    GatewayConnection connection, GatewayServer server, DiscordWorld world, Ledger ledger, DiscordDoubleOptions options)
{
    private readonly SlidingWindow _payloads = new(GatewayLimits.Payloads, GatewayLimits.PayloadWindow);
    private readonly SlidingWindow _presences = new(GatewayLimits.Presences, GatewayLimits.PresenceWindow);

    /// <returns>False if the connection was closed for it.</returns>
    public bool Take(ReadOnlyMemory<byte> payload, WebSocketMessageType type)
    {
        if (!_payloads.TryTake(world.Now))
            return Refuse(CloseCode.RateLimited, "more than 120 payloads in 60 s");
        if (payload.Length > GatewayLimits.PayloadBytes)
            return Refuse(CloseCode.DecodeError, "a payload of more than 4096 bytes");
        if (type is not WebSocketMessageType.Text || !TryParse(payload, out var json))
            return Refuse(CloseCode.DecodeError, "a payload that is no JSON text");
        lock (world.Gate)
            return Take(json);
    }

    private bool Take(JsonElement payload)
    {
        var data = payload.Field("d") ?? default;
        var opcode = (Opcode)payload.Number("op", -1);
        if (connection.Session is null && opcode is not (Opcode.Heartbeat or Opcode.Identify or Opcode.Resume))
            return Refuse(CloseCode.NotAuthenticated, $"op {(int)opcode} before IDENTIFY");
        switch (opcode)
        {
            case Opcode.Heartbeat:
                return TakeHeartbeat(data);
            case Opcode.Identify:
                return TakeIdentify(data);
            case Opcode.Resume:
                return TakeResume(data);
            case Opcode.PresenceUpdate when !_presences.TryTake(world.Now):
                return Refuse(CloseCode.RateLimited, "more than 5 presence updates in 20 s");
            case Opcode.PresenceUpdate or Opcode.VoiceStateUpdate or Opcode.RequestGuildMembers:
                return true;
            default:
                return Refuse(CloseCode.UnknownOpcode, $"op {(int)opcode}");
        }
    }

    private bool TakeHeartbeat(JsonElement sequence)
    {
        if (connection.Session is { } session && sequence.ValueKind is JsonValueKind.Number
            && sequence.GetInt32() > session.Sequence)
            return Refuse(CloseCode.InvalidSequence, "a heartbeat with a sequence that was never sent");
        connection.HeartbeatAt = world.Now;
        connection.Send(Opcode.HeartbeatAck);
        world.Changes.Tell();
        return true;
    }

    private bool TakeIdentify(JsonElement data)
    {
        if (connection.Session is not null)
            return Refuse(CloseCode.AlreadyAuthenticated, "IDENTIFY twice");
        if (GatewayServer.IsResumePath(connection.Path))
            ledger.Violate("gateway: IDENTIFY on a resume_gateway_url");
        if (data.Text("token") != options.Token)
            return Refuse(CloseCode.AuthenticationFailed, "IDENTIFY with a wrong token");
        if (data.Field("properties") is not { } properties
            || properties.Text("os") is null || properties.Text("browser") is null || data.Field("intents") is null)
            return Refuse(CloseCode.DecodeError, "IDENTIFY without properties or intents");
        if (data.Flag("compress"))
            return Refuse(CloseCode.DecodeError, "compression of single payloads, which this double does not speak");
        var shard = data.Items("shard").Select(part => part.GetInt32()).ToList();
        if (shard is not ([] or [0, 1]))
            return Refuse(CloseCode.InvalidShard, "a shard that does not exist");
        var intents = (Intent)data.Number("intents");
        if ((intents & ~Intent.Known) != 0)
            return Refuse(
                CloseCode.InvalidIntents, string.Create(CultureInfo.InvariantCulture, $"intents {(int)intents}"));
        if ((intents & Intent.Privileged & ~options.PrivilegedIntents) != 0)
            return Refuse(CloseCode.DisallowedIntents, reason: null);
        if (!server.Identifies.TryStart())
        {
            ledger.Violate("gateway: more IDENTIFYs than allowed");
            connection.Send(Opcode.InvalidSession, false);
            return true;
        }

        server.Identify(connection, intents);
        return true;
    }

    private bool TakeResume(JsonElement data)
    {
        if (connection.Session is not null)
            return Refuse(CloseCode.AlreadyAuthenticated, "RESUME of a live session");
        if (data.Text("token") != options.Token)
            return Refuse(CloseCode.AuthenticationFailed, "RESUME with a wrong token");
        var sessionId = data.Text("session_id") ?? "";
        var sequence = (int)data.Number("seq");
        if (server.SequenceOf(sessionId) is { } last && sequence > last)
            return Refuse(CloseCode.InvalidSequence, "RESUME with a sequence that was never sent");
        if (!server.TryResume(connection, sessionId, sequence))
            connection.Send(Opcode.InvalidSession, false);
        return true;
    }

    /// <param name="reason">Null where it is the application's setting and no fault of the client.</param>
    private bool Refuse(CloseCode code, string? reason)
    {
        if (reason is not null)
            ledger.Violate($"gateway: {reason}");
        connection.Close(code);
        return false;
    }

    private static bool TryParse(ReadOnlyMemory<byte> payload, out JsonElement json)
    {
        try
        {
            json = JsonElement.Parse(payload.Span);
            return json.ValueKind is JsonValueKind.Object;
        }
        catch (JsonException)
        {
            json = default;
            return false;
        }
    }
}
