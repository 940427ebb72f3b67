using System.Text;
using Codesmith.Protocol;
using StreamJsonRpc;

namespace Codesmith.Worker.Link;

/// <summary>What an argument must be before the agent sees it; see <see cref="WireLimits"/>.</summary>
/// <exception cref="LocalRpcException">With <see cref="WorkerErrorCode.InvalidArgument"/>; says which and why.</exception>
internal static class InputCheck
{
    public static void Check(AgentLaunch launch)
    {
        if (!Guid.TryParseExact(launch.ConversationId, "D", out _))
            throw Invalid("conversationId is not a UUID.");
        if (launch.Model is not null)
            Line(launch.Model, "model");
        Known(launch.Credential, "credential");
    }

    public static void Check(PromptInput prompt)
    {
        Line(prompt.PromptId, "promptId");
        if (prompt.Text.Length is 0 or > WireLimits.PromptText)
            throw Invalid($"text has {prompt.Text.Length} characters; 1 to {WireLimits.PromptText} are allowed.");
    }

    public static void Check(CommandInput command)
    {
        Line(command.CommandId, "commandId");
        Known(command.Command, "command");
        if (command.Argument is not null)
            Line(command.Argument, "argument");
        var fits = command.Command switch
        {
            AgentCommand.Model => command.Argument is not null,
            AgentCommand.Clear => command.Argument is null,
            _ => true,
        };
        if (!fits)
            throw Invalid("argument is needed for model, allowed for compact, and for nothing else.");
    }

    public static void Check(QuestionAnswer answer)
    {
        Line(answer.QuestionId, "questionId");
        Known(answer.Decision, "decision");
        Count(answer.Choices, "choices");
        foreach (var chosen in answer.Choices)
        {
            Count(chosen, "choices");
            foreach (var words in chosen)
                Words(words, "choices");
        }

        if (answer.Message is not null)
            Words(answer.Message, "message");
    }

    public static void Check(FileChunk chunk)
    {
        FileName(chunk.Folder, "folder");
        FileName(chunk.Name, "name");
        if (chunk.Data.Length > WireLimits.FileChunk)
            throw Invalid($"data has {chunk.Data.Length} bytes; at most {WireLimits.FileChunk} are allowed.");
        if (chunk.Offset < 0 || chunk.Offset > WireLimits.FileBytes - chunk.Data.Length)
            throw Invalid($"The file would have more than {WireLimits.FileBytes} bytes, or its offset is negative.");
    }

    public static void Check(AgentKey key) => Known(key, "key");

    public static LocalRpcException Invalid(string message) =>
        new(message) { ErrorCode = WorkerErrorCode.InvalidArgument };

    private static void Line(string value, string name)
    {
        if (value.Length is 0 or > WireLimits.ShortText)
            throw Invalid($"{name} has {value.Length} characters; 1 to {WireLimits.ShortText} are allowed.");
        if (value.Any(char.IsControl))
            throw Invalid($"{name} is not one line of text.");
    }

    private static void FileName(string value, string name)
    {
        if (value.Length is 0 or > WireLimits.FileName || Encoding.UTF8.GetByteCount(value) > WireLimits.FileNameBytes)
            throw Invalid($"{name} has {value.Length} characters; 1 to {WireLimits.FileName} are allowed, and "
                + $"{WireLimits.FileNameBytes} bytes of UTF-8.");
        if (value[0] == '.' || value.Contains('/') || value.Any(char.IsControl))
            throw Invalid($"{name} is not the name of a file: it has a slash, a control character or a dot at its start.");
    }

    private static void Words(string? value, string name)
    {
        if (value is null || value.Length > WireLimits.AnswerText)
            throw Invalid($"{name} has a text that is missing or has more than {WireLimits.AnswerText} characters.");
    }

    private static void Count(IReadOnlyList<object?>? items, string name)
    {
        if (items is null || items.Count > WireLimits.QuestionItems)
            throw Invalid($"{name} has a list that is missing or has more than {WireLimits.QuestionItems} entries.");
    }

    private static void Known<T>(T value, string name)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
            throw Invalid($"{name} is {value}, which is not declared.");
    }
}
