using System.Text.Json;
using Codesmith.Tests.Doubles.Discord.Rest;
using Codesmith.Tests.Doubles.Discord.World;

namespace Codesmith.Tests.Doubles.Discord.Rules;

/// <summary>The body of a message to be created or edited.</summary>
internal static class MessageRules
{
    /// <param name="settable">The flags that may be given here.</param>
    /// <param name="isV2">The message has or gets IS_COMPONENTS_V2.</param>
    public static void Check(
        JsonElement body, IReadOnlyList<Upload> files, MessageFlags settable, bool isV2, FormErrors errors)
    {
        errors.Text(body, "", "content", MessageLimits.Content);
        EmbedRules.Check(body, errors);
        ComponentRules.Check(body, errors, isV2);
        CheckNonce(body, errors);
        CheckMentions(body, errors);
        CheckFiles(body, files, errors);
        var flags = (MessageFlags)(errors.Integer(body, "", "flags", 0, int.MaxValue) ?? 0);
        if ((flags & ~settable) != 0)
            errors.Add("flags", "MESSAGE_FLAGS_INVALID", $"Only {settable} may be set here.");
        if (!isV2)
            return;
        foreach (var name in new[] { "content", "embeds", "poll", "sticker_ids" })
        {
            if (body.Field(name) is { } value && !IsEmpty(value))
            {
                errors.Add(
                    name,
                    "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                    $"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2");
            }
        }
    }

    private static void CheckNonce(JsonElement body, FormErrors errors)
    {
        if (body.Field("nonce") is { ValueKind: JsonValueKind.String })
            errors.Text(body, "", "nonce", MessageLimits.Nonce);
        if (body.Flag("enforce_nonce") && body.Field("nonce") is null)
            errors.Add("nonce", "BASE_TYPE_REQUIRED", "enforce_nonce needs a nonce");
    }

    private static void CheckMentions(JsonElement body, FormErrors errors)
    {
        if (body.Field("allowed_mentions") is not { ValueKind: JsonValueKind.Object } mentions)
            return;
        var kinds = errors.Items(mentions, "allowed_mentions", "parse", 3).Select(kind => kind.GetString()).ToList();
        if (kinds.Exists(kind => kind is not ("users" or "roles" or "everyone")))
            errors.Add(
                "allowed_mentions.parse", "BASE_TYPE_CHOICES", "Value must be one of ('everyone', 'users', 'roles').");
        foreach (var name in new[] { "users", "roles" })
        {
            if (errors.Items(mentions, "allowed_mentions", name, 100).Count > 0 && kinds.Contains(name))
            {
                errors.Add(
                    "allowed_mentions." + name,
                    "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                    $"parse:[\"{name}\"] and {name}: [ids...] are mutually exclusive.");
            }
        }
    }

    private static void CheckFiles(JsonElement body, IReadOnlyList<Upload> files, FormErrors errors)
    {
        if (files.Count > MessageLimits.Files)
            errors.Add("files", "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.");
        if (files.Any(file => file.Content.Length > MessageLimits.FileBytes))
            throw DiscordErrors.TooLarge();
        errors.Items(body, "", "attachments", MessageLimits.Files);
    }

    private static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!.Length == 0,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        _ => false,
    };
}
