using System.Reflection;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Chat.Console;
using Codesmith.Supervisor.Commands;
using Codesmith.Supervisor.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

string version = Assembly.GetExecutingAssembly().GetName().Version!.ToString(3);
TextWriter errors = Console.Error;

// What is asked for.
switch (Invocation.Read(args, version))
{
    case Invocation.Show show:
        Console.Out.Write(show.Text + "\n");
        return ExitCode.Success;
    case Invocation.Mistake mistake:
        errors.Write($"codesmith: {mistake.Message}\n");
        return ExitCode.Usage;
    case Invocation.Run run:
        try
        {
            return await RunAsync(run);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ChatException
            or InvalidDataException)
        {
            errors.Write($"codesmith: {TerminalText.EscapeLine(Reason(exception))}\n");
            return ExitCode.Failure;
        }

    default:
        return ExitCode.Usage;
}

async Task<int> RunAsync(Invocation.Run run)
{
    // Configuration.
    IConfiguration file = new ConfigurationBuilder()
        .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
        .Build()
        .GetSection(OptionsReader.Section);
    CodesmithOptions? options = new OptionsReader(Environment.GetEnvironmentVariable, file)
        .Read(AppContext.BaseDirectory, out IReadOnlyList<string> mistakes);
    if (options is null)
    {
        foreach (string mistake in mistakes)
            errors.Write($"codesmith: {TerminalText.EscapeLine(mistake)}\n");
        return ExitCode.Usage;
    }

    Directory.CreateDirectory(
        options.DataFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    // Signals, chat, log.
    TimeProvider time = TimeProvider.System;
    using var shutdown = new ShutdownSignals();
    using var console = ConsoleFrontEnd.Open(time, Environment.GetEnvironmentVariable);
    using ILoggerFactory logging =
        Logging.Start(options, run.IsVerbose, console.HasPicture, errors, out string logPlace);
    ILogger log = logging.CreateLogger("Codesmith");
    log.Starting(version, options.IsDemo, options.DataFolder);

    // The way to the model, workers and sessions.
    ConsoleChat chat = console.Chat;
    console.ShowBanner(
        StartBanner.Lines(options, new StartFindings(version, options.ClaudeProgram, null), chat.Traits.CommandPrefix, logPlace));

    // Until the user or a signal ends it.
    try
    {
        await foreach (ChatEvent happened in chat.ReadEventsAsync(shutdown.Requested))
        {
            if (happened is CommandInvoked { Name: CommandCatalogue.Help } help)
            {
                string text = CommandHelp.Text(chat.Traits.CommandPrefix, CommandCatalogue.All);
                await chat.RespondAsync(help.Interaction, new Response(text), shutdown.Requested);
            }
        }
    }
    catch (OperationCanceledException) when (shutdown.Requested.IsCancellationRequested)
    {
        log.ShutdownRequested();
    }

    if (chat.Failure is not { } failure)
        return ExitCode.Success;
    log.ScriptFailed(failure);
    return ExitCode.Failure;
}

static string Reason(Exception exception) =>
    exception.InnerException is { } inner ? $"{exception.Message} {inner.Message}" : exception.Message;
