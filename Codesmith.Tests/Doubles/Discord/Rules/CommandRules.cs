using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Codesmith.Tests.Doubles.Discord.Interactions;
using Codesmith.Tests.Doubles.Discord.Rest;

namespace Codesmith.Tests.Doubles.Discord.Rules;

/// <summary>The commands of one bulk overwrite.</summary>
internal static partial class CommandRules
{
    private const string TypeInvalid = "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID";
    private const string RequiredInvalid = "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID";

    public static void Check(JsonElement commands)
    {
        if (commands.ValueKind is not JsonValueKind.Array)
            throw DiscordErrors.InvalidForm("_misc", "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
        var errors = new FormErrors();
        if (commands.GetArrayLength() > InteractionLimits.Commands)
            errors.Add("_misc", "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.");
        var names = new HashSet<(string?, long)>();
        var index = 0;
        foreach (var command in commands.EnumerateArray())
        {
            var path = FormErrors.At("", index++);
            if (!names.Add((command.Text("name"), command.Number("type", 1))))
                errors.Add(path, "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique");
            CheckPermissions(command, path, errors);
            if (command.Number("type", 1) != 1)
                continue;
            var length = CheckNames(command, path, errors);
            length += CheckOptions(command, path, errors, depth: 0);
            if (length > InteractionLimits.CommandTogether)
                errors.Add(path, "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (8000)");
        }

        errors.ThrowIfAny();
    }

    private static void CheckPermissions(JsonElement command, string path, FormErrors errors)
    {
        if (command.Field("default_member_permissions") is { } bits && bits.Id() is null)
            errors.Add(path + ".default_member_permissions", "NUMBER_TYPE_COERCE", "Value is not int.");
    }

    private static int CheckNames(JsonElement named, string path, FormErrors errors)
    {
        var name = errors.Text(named, path, "name", 32, 1, required: true) ?? "";
        if (name.Length > 0 && (!CommandName().IsMatch(name) || name.Any(char.IsUpper)))
            errors.Add(path + ".name", "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid");
        var description = errors.Text(
            named, path, "description", InteractionLimits.CommandDescription, 1, required: true);
        return name.Length + (description?.Length ?? 0);
    }

    /// <returns>The characters in it.</returns>
    private static int CheckOptions(JsonElement parent, string path, FormErrors errors, int depth)
    {
        var length = 0;
        var names = new HashSet<string?>();
        var optionalSeen = false;
        var options = errors.Items(parent, path, "options", InteractionLimits.CommandOptions);
        var nested = options.Count(IsNested);
        for (var index = 0; index < options.Count; index++)
        {
            var option = options[index];
            var at = FormErrors.At(path + ".options", index);
            length += CheckNames(option, at, errors);
            if (!names.Add(option.Text("name")))
                errors.Add(at, "APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATE", "Option name duplicated");
            if (nested > 0 && nested < options.Count)
                errors.Add(at + ".type", TypeInvalid, "Sub-command and option types are mutually exclusive");
            if (IsNested(option))
            {
                length += CheckNesting(option, at, errors, depth);
                continue;
            }

            if (option.Number("type") is < 3 or > 11)
                errors.Add(
                    at + ".type", "BASE_TYPE_CHOICES", "Value must be one of (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11).");
            if (optionalSeen && option.Flag("required"))
                errors.Add(at, RequiredInvalid, "Required options must be placed before non-required options");
            optionalSeen |= !option.Flag("required");
            length += CheckChoices(option, at, errors);
            CheckRange(option, at, errors);
        }

        return length;
    }

    private static int CheckNesting(JsonElement option, string path, FormErrors errors, int depth)
    {
        const int Group = 2;
        var isGroup = option.Number("type") == Group;
        if (isGroup && depth > 0 || depth > 1)
            errors.Add(path + ".type", TypeInvalid, "Sub-command groups cannot be nested");
        if (option.Has("required"))
            errors.Add(path + ".required", RequiredInvalid, "Sub-commands are never required");
        return CheckOptions(option, path, errors, isGroup ? 1 : 2);
    }

    private static int CheckChoices(JsonElement option, string path, FormErrors errors)
    {
        var length = 0;
        var choices = errors.Items(option, path, "choices", InteractionLimits.Choices);
        if (choices.Count > 0 && option.Flag("autocomplete"))
            errors.Add(path, "APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES", "Autocomplete excludes choices");
        for (var index = 0; index < choices.Count; index++)
        {
            var at = FormErrors.At(path + ".choices", index);
            var name = errors.Text(choices[index], at, "name", InteractionLimits.ChoiceText, 1, required: true);
            length += name?.Length ?? 0;
            if (choices[index].Field("value") is not { } value)
                errors.Add(at + ".value", "BASE_TYPE_REQUIRED", "This field is required");
            else if (value.ValueKind is JsonValueKind.String)
                length += errors.Text(choices[index], at, "value", InteractionLimits.ChoiceText, 1)?.Length ?? 0;
            else
                length += value.GetRawText().Length;
        }

        return length;
    }

    private static void CheckRange(JsonElement option, string path, FormErrors errors)
    {
        var least = errors.Integer(option, path, "min_length", 0, InteractionLimits.CommandText) ?? 0;
        var most = errors.Integer(option, path, "max_length", 1, InteractionLimits.CommandText)
            ?? InteractionLimits.CommandText;
        if (least > most)
            errors.Add(path + ".min_length", "APPLICATION_COMMAND_OPTION_BAD_RANGE", string.Create(
                CultureInfo.InvariantCulture, $"Must be {most} or less"));
    }

    private static bool IsNested(JsonElement option) => option.Number("type") is 1 or 2;

    [GeneratedRegex(@"^[-_'\p{L}\p{N}\u0900-\u097F\u0E00-\u0E7F]{1,32}$")]
    private static partial Regex CommandName();
}
