using Codesmith.Supervisor.Commands;

namespace Codesmith.Supervisor.Hosting;

/// <summary>What the program's arguments ask for. A closed union.</summary>
internal abstract record Invocation
{
    private static readonly string[] Names = ["--verbose", "--version", "--help"];

    private Invocation()
    {
    }

    /// <summary>Run.</summary>
    internal sealed record Run(bool IsVerbose) : Invocation;

    /// <summary>Show something on standard output and end.</summary>
    internal sealed record Show(string Text) : Invocation;

    /// <summary>Say what is wrong with the arguments and end.</summary>
    internal sealed record Mistake(string Message) : Invocation;

    /// <summary>Reads the arguments; the first that shows something or is wrong decides.</summary>
    internal static Invocation Read(IReadOnlyList<string> arguments, string version)
    {
        bool isVerbose = false;
        foreach (string argument in arguments)
        {
            switch (argument)
            {
                case "--verbose" or "-v":
                    isVerbose = true;
                    break;
                case "--version":
                    return new Show($"codesmith {version}");
                case "--help" or "-h":
                    return new Show(HelpText);
                default:
                    string hint = NearestName.Find(argument, Names) is { } near
                        ? $"Did you mean {near}?"
                        : "codesmith --help shows the options.";
                    return new Mistake($"There is no option {argument}. {hint}");
            }
        }

        return new Run(isVerbose);
    }

    private const string HelpText =
        $"""
        Runs Claude Code from a chat, each user in a sandbox of their own. Without configuration: a demo in this terminal.

        Usage: codesmith [options]

          --verbose, -v  log more, and to standard error too when the output is no terminal
          --version      show the version
          --help, -h     show this

        Environment, or the section "{ConfigurationFile.Section}" of appsettings.json beside the program:

          {OptionsReader.KeyVariable}        (ApiKey)             a key for all; without one users sign in by themselves
          {OptionsReader.BaseUrlVariable}       (BaseUrl)            another address of the model's API
          {OptionsReader.DemoVariable}           (Demo)               1: a scripted model answers, as in a terminal without a key
          {OptionsReader.DataVariable}           (Data)               where sessions and logs are kept
          {OptionsReader.WorkerVariable}  (WorkerFolder)       the folder with the worker's program
          {OptionsReader.ClaudeVariable}         (Claude)             the claude program
          {EgressOptionsReader.ModeVariable}         (Egress:Mode)        what sandboxes reach: isolated, allowlist (default), open
          {EgressOptionsReader.AllowVariable}   (Egress:Allow)       hosts beside the usual ones, with commas between them
          {EgressOptionsReader.AskVariable}     (Egress:Ask)         whether users may allow more themselves: on (default), off
          {DiscordOptionsReader.TokenVariable}        (Discord:BotToken)   the bot's token; without it the chat is this terminal
          {DiscordOptionsReader.ChannelVariable}     (Discord:ChannelId)  the one channel to work in
          {DiscordOptionsReader.ApiBaseVariable}         (Discord:ApiBase)    another address of Discord's API
          {BudgetReader.TokensVariable}   (Budget:DailyTokens)   tokens that each user may use in a day
          {BudgetReader.DollarsVariable}  (Budget:DailyDollars)  the same in dollars

        In the file alone:

          Discord:Guilds, Discord:Roles, Discord:Users   lists of ids: who may use it
          Limits:Sessions, Limits:IdleHours              sessions at one time, and when an idle one falls asleep
          Limits:MemoryMiB, Limits:Processes, Limits:CpuWeight, Limits:DiskMiB, Limits:Files, Limits:FileMiB
                                                         what each session may take of the machine

        The key and the token may as well be in a file that {OptionsReader.KeyVariable}{Settings.FileSuffix} or
        {DiscordOptionsReader.TokenVariable}{Settings.FileSuffix} names, or be systemd's credentials
        anthropic-api-key and discord-bot-token.
        {ConfigurationFile.Variable} names another configuration file.
        """;
}
