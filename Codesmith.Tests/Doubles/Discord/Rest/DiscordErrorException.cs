using System.Text.Json.Nodes;

namespace Codesmith.Tests.Doubles.Discord.Rest;

/// <summary>An answer in Discord's form of errors.</summary>
/// <param name="isViolation">The client could have known; false where the world may have changed under it.</param>
internal sealed class DiscordErrorException(int status, int code, string message, bool isViolation = false)
    : Exception(message)
{
    public int Status { get; } = status;

    public int Code { get; } = code;

    public bool IsViolation { get; } = isViolation;

    /// <summary>The tree of a 50035.</summary>
    public JsonObject? Errors { get; init; }

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["message"] = Message, ["code"] = Code };
        if (Errors is not null)
            json["errors"] = Errors.DeepClone();
        return json;
    }
}
