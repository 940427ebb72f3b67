using System.Globalization;
using System.Text.Json;
using Codesmith.Tests.Doubles.Discord.World;
using Microsoft.AspNetCore.Http;

namespace Codesmith.Tests.Doubles.Discord.Rest;

/// <summary>One request, as a route sees it.</summary>
/// <param name="Values">What stands for the placeholders of the route, in their order.</param>
/// <param name="Body">Undefined without a body.</param>
/// <param name="AnswerWillBeLost">A test cuts the connection once the work is done.</param>
internal sealed record RestCall(
    Route Route,
    string[] Values,
    IQueryCollection Query,
    JsonElement Body,
    IReadOnlyList<Upload> Files,
    bool AnswerWillBeLost)
{
    public ulong Id(int index) => ulong.TryParse(Values[index], CultureInfo.InvariantCulture, out var id)
        ? id
        : throw DiscordErrors.InvalidForm(
            "id", "NUMBER_TYPE_COERCE", $"Value \"{Values[index]}\" is not snowflake.");

    public ulong? QueryId(string name)
    {
        if (Query[name] is not [{ } text])
            return null;
        return ulong.TryParse(text, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw DiscordErrors.InvalidForm(name, "NUMBER_TYPE_COERCE", $"Value \"{text}\" is not snowflake.");
    }

    public int QueryNumber(string name, int otherwise, int least, int most)
    {
        if (Query[name] is not [{ } text])
            return otherwise;
        return int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw DiscordErrors.InvalidForm(
                name, "NUMBER_TYPE_RANGE", $"int value should be between {least} and {most}.");
    }

    public bool QueryFlag(string name) => Query[name] is ["true" or "True" or "1"];
}
