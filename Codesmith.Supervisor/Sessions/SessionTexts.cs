using System.Globalization;
using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;

namespace Codesmith.Supervisor.Sessions;

/// <summary>The words a session says to its user. Markdown.</summary>
internal static class SessionTexts
{
    public const string LeftOut = "Some output was left out: there was more than the chat could take.";
    public const string EventsLost = "Some output of Claude Code was lost.";
    public const string TooManyCommands = "Too many commands at once. Wait for the first ones.";
    public const string KeyPressed = "Pressed.";
    public const string StartTimedOut = "Claude Code did not get ready in time.";
    public const string ShuttingDown = "Codesmith is shutting down.";
    public const string AlreadyRunning = "Claude Code is running already.";
    public const string StoppedBeforeReady = "Stopped before Claude Code was ready.";
    public const string StoppedInTurn = "Stopped while Claude Code was working.";
    public const string Moved = "Not sent: the session goes on in another channel.";
    public const string NotSent = "Not sent: the session is not running any more.";
    public const string CutOff = "Claude Code ended before this was done.";
    public const string CutOffByRestart = "Codesmith was restarted before this was done.";
    public const string Restarted = "Codesmith was restarted.";
    public const string GoingDown = "Codesmith goes down for now. The conversation goes on with your next message.";
    public const string PerhapsNotSent =
        "Claude Code ended while this was on its way. Send it again if nothing comes of it.";
    public const string AlreadyUnderWay = "That message is under way already.";

    /// <summary>The message's receipts say it.</summary>
    public const string Retried = "";

    public const string TooManyAttachments = "That message has too many files: it was not sent.";
    public const string Back = "Claude Code is back, and the conversation goes on.";
    public const string CredentialChanged =
        "Your sign-in has changed. Claude Code is started anew, and the conversation goes on.";

    public const string EmptyPrompt = "That message is empty: nothing was sent.";
    public const string QueueFull = "Too many messages wait already: this one was not sent.";
    public const string ArgumentTooLong = "That is too long.";
    public const string NothingToInterrupt = "Nothing is running.";

    /// <summary>The end of the turn says it already.</summary>
    public const string InterruptDone = "";

    public const string Interrupted = "Interrupted.";
    public const string QuestionNotOpen = "That question is not open any more.";
    public const string AlreadyAnswered = "That question is being answered already.";
    public const string AnswerDoesNotFit = "That answer does not fit the question.";
    public const string Answered = "Answered.";
    public const string Dismissed = "The question was closed without an answer.";
    public const string FaultReason = "An internal error ended the session.";

    public static readonly string PromptTooLong =
        $"That message is longer than {SessionLimits.PromptText:N0} characters: it was not sent. Put it into a file.";

    public static readonly string AttachmentTooLarge =
        $"A file is larger than {SessionLimits.AttachmentBytes / 1024 / 1024} MiB: the message was not sent.";

    /// <summary>Lines of the agent's last screen in a notice: the end says why.</summary>
    private const int ScreenLines = 8;

    /// <summary>Characters of a line that comes from elsewhere: it shall not push the rest out of sight.</summary>
    private const int LineCharacters = 300;

    public static string Ready(bool resumed) =>
        resumed ? "Claude Code is ready. The conversation goes on." : "Claude Code is ready. Write to it here.";

    public static string Stopped(bool forGood) =>
        forGood
            ? "Stopped. The next start begins a new conversation; your files stay."
            : "Stopped. The next start goes on with the conversation.";

    public static string WaitsForPlace(int position) =>
        $"All places for sessions are taken. You are number {position} in the queue; "
        + "yours starts by itself when one is free.";

    public static string Asleep(TimeSpan idle) =>
        (idle.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"Nothing was done here for {idle.TotalHours:0.#} h, ")
            : string.Create(CultureInfo.InvariantCulture, $"Nothing was done here for {idle.TotalMinutes:0} min, "))
        + "so the session went to sleep. Your next message wakes it, and the conversation goes on.";

    public static string ChannelDeleted(SessionProfile profile) =>
        $"The channel of your session was deleted, so it was stopped. `{profile.CommandPrefix}start` on the server goes "
        + "on with the conversation in a new one.";

    public static string HostWanted(string host) => $"Something in the sandbox wants to reach {host}.";

    public static string FilesLost(string reason) => $"The attached files could not be had: {FirstLine(reason)}";

    public static string NoSession(SessionState state) =>
        state.ShuttingDown ? ShuttingDown
        : state.Lifecycle == LifecycleState.Stopping ? "The session is being stopped: nothing was sent."
        : $"No session is running: nothing was sent. Type `{state.Profile.CommandPrefix}start` first.";

    public static string Elsewhere(ChannelId channel) => $"Not sent: your session is in {channel.Link}.";

    public static string NoModel(SessionProfile profile) =>
        $"Name the model: `{profile.CommandPrefix}model <name>`.";

    public static string UnknownCommand(string name, SessionProfile profile) =>
        $"There is no command {FirstLine(name)}. Type `{profile.CommandPrefix}help`.";

    public static string InterruptTimedOut(SessionProfile profile) =>
        $"Claude Code did not react. Try again, or end it with `{profile.CommandPrefix}stop`.";

    public static string Fault(SessionProfile profile) =>
        $"{FaultReason} `{profile.CommandPrefix}start` goes on with the conversation.";

    public static string WorkerLost(string reason) => $"The sandbox is gone: {FirstLine(reason)}";

    public static string Died(string reason) => $"{reason}\nIt is being restarted and the conversation goes on.";

    public static string GaveUp(string reason, int deaths, SessionProfile profile) =>
        $"{reason}\nThat was failure {deaths} in a row, so it is not restarted any more. "
        + $"`{profile.CommandPrefix}start` tries again with the same conversation; "
        + $"`{profile.CommandPrefix}stop` gives that conversation up, and the next start begins a new one.";

    public static string NotStarted(string reason) => $"It did not start. {FirstLine(reason)}";

    public static string PromptFailed(string message) => $"Your message did not reach Claude Code: {FirstLine(message)}";

    public static string Refused(string message) => $"That cannot be done now: {FirstLine(message)}";

    public static string Retrying(string text) => $"The model is hard to reach; trying again. ({FirstLine(text)})";

    public static string AgentExited(AgentExited exited)
    {
        string what = exited.Cause switch
        {
            AgentExitCause.Stopped => "Claude Code was stopped.",
            AgentExitCause.Exited => "Claude Code ended by itself.",
            AgentExitCause.Crashed => $"Claude Code crashed (exit code {exited.Code}).",
            AgentExitCause.Killed => $"Claude Code was killed (signal {exited.Code}).",
            _ => "Claude Code did not start.",
        };
        return exited.Cause == AgentExitCause.Stopped ? what : what + LastLines(exited.Screen);
    }

    public static string FirstLine(string text)
    {
        string line = text.AsSpan().Trim().ToString().Split('\n')[0].TrimEnd();
        return line.Length <= LineCharacters ? line : line[..LineCharacters] + "…";
    }

    private static string LastLines(string screen)
    {
        string[] lines = screen.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Length == 0)
            return "";
        var last = lines.TakeLast(ScreenLines).Select(line =>
            line.Length <= LineCharacters ? line : line[..LineCharacters] + "…");
        // A fence of the screen's own must not end ours.
        string text = string.Join('\n', last).Replace("```", "'''", StringComparison.Ordinal);
        return $"\n```\n{text}\n```";
    }
}
