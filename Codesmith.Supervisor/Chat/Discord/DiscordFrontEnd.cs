using System.Threading.Channels;
using Codesmith.Supervisor.Chat.Discord.Channels;
using Codesmith.Supervisor.Chat.Discord.Commands;
using Codesmith.Supervisor.Chat.Discord.Gateway;
using Codesmith.Supervisor.Chat.Discord.Inbox;
using Codesmith.Supervisor.Chat.Discord.Interactions;
using Codesmith.Supervisor.Chat.Discord.Questions;
using Codesmith.Supervisor.Chat.Discord.Rest;
using Codesmith.Supervisor.Chat.Discord.Signs;
using Codesmith.Supervisor.Chat.Discord.World;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Chat.Discord;

/// <summary>Puts the parts of the Discord client together and keeps it connected for as long as it exists.</summary>
internal sealed partial class DiscordFrontEnd : IChatFrontEnd, IAsyncDisposable
{
    /// <summary>GUILDS, GUILD_MESSAGES and MESSAGE_CONTENT. Interactions come without any.</summary>
    private const int Intents = 1 | (1 << 9) | (1 << 15);

    private readonly CancellationTokenSource _ending = new();
    private readonly Channel<ChatEvent> _events =
        System.Threading.Channels.Channel.CreateUnbounded<ChatEvent>(new() { SingleReader = true });
    private readonly DiscordRest _rest;
    private readonly TypingSigns _typing;
    private readonly ChannelOpener _opener;
    private readonly GatewayClient _gateway;
    private readonly DiscordEvents _handler;
    private readonly MessageInbox _inbox;
    private readonly DiscordCheck _check;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly Action<string> _show;
    private Task _running = Task.CompletedTask;
    private Task _sweeping = Task.CompletedTask;
    private Task _checking = Task.CompletedTask;

    /// <param name="options">Who and where.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="random">Spreads what is repeated.</param>
    /// <param name="logging">The operator's log.</param>
    /// <param name="show">Shows a line to whoever starts the program.</param>
    public DiscordFrontEnd(
        DiscordOptions options, TimeProvider clock, Random random, ILoggerFactory logging, Action<string> show)
    {
        _show = show;
        _log = logging.CreateLogger<DiscordFrontEnd>();
        _rest = new DiscordRest(
            new DiscordRestOptions(options.Token) { ApiBase = options.ApiBase }, RestHandler.Create(options.ApiBase), clock,
            random, logging.CreateLogger<DiscordRest>());
        var world = new DiscordWorld();
        var admission = new Admission(options);
        var reading = new MessageReading(world);
        var questions = new OpenQuestions();
        var signs = new ReceiptSigns(_rest);
        var registration = new CommandRegistration(
            _rest, world, clock, logging.CreateLogger<CommandRegistration>());
        _typing = new TypingSigns(_rest, clock, logging.CreateLogger<TypingSigns>());
        var notices = new PinNotices(_rest, world, logging.CreateLogger<PinNotices>());
        _inbox = new MessageInbox(
            _rest, world, admission, reading, notices, Happened, clock, logging.CreateLogger<MessageInbox>());
        var desk = new InteractionDesk(
            _rest, world, admission, new CommandInteractions(), new ComponentPresses(_rest, questions, reading, signs),
            clock, logging.CreateLogger<InteractionDesk>());
        _handler = new DiscordEvents(
            world, _inbox, notices, desk, registration, admission, Happened, logging.CreateLogger<DiscordEvents>());
        _check = new DiscordCheck(options, world, admission, registration);
        _clock = clock;
        var maker = new ChannelMaker(options, _rest, world, clock, random, logging.CreateLogger<ChannelMaker>());
        _opener = new ChannelOpener(options, _rest, world, maker, clock);
        Chat = new DiscordChat(
            _rest, _events.Reader, _inbox, desk, _opener, questions,
            signs, _typing, _check,
            new DiscordCalls(_rest, _inbox.Close));
        _gateway = new GatewayClient(
            new GatewaySettings(options.Token, Intents, clock, random, logging.CreateLogger<GatewayClient>()),
            AskAddressAsync, WebSocketTransport.OpenAsync);
    }

    /// <inheritdoc/>
    public IChat Chat { get; }

    /// <inheritdoc/>
    public string Name => "discord";

    /// <inheritdoc/>
    public string State => Failure ?? _gateway.State switch
    {
        GatewayState.Ready or GatewayState.Resumed => "connected to Discord",
        GatewayState.Lost lost => $"reconnecting to Discord: {lost.Reason}",
        _ => "connecting to Discord",
    };

    /// <inheritdoc/>
    public string? Failure { get; private set; }

    /// <inheritdoc/>
    public void ShowBanner(IReadOnlyList<string> lines)
    {
        foreach (string line in lines)
            _show(line);
    }

    /// <inheritdoc/>
    public async Task ConnectedAsync(CancellationToken cancellationToken)
    {
        _running = RunAsync();
        await Task.WhenAny(_handler.Ready, _running).WaitAsync(cancellationToken);
        if (Failure is { } failure)
            throw new ChatException(failure, ChatFailure.Refused);
        _sweeping = SweepAsync();
        _checking = CheckAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _running;
        await _sweeping;
        await _checking;
        await _typing.DisposeAsync();
        _opener.Dispose();
        _rest.Dispose();
        _ending.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            var running = _gateway.RunAsync(_handler, _ending.Token);
            var first = await Task.WhenAny(running, _rest.Stopped);
            Failure = first == running ? (await running).Reason : (await _rest.Stopped).Message;
            await _ending.CancelAsync();
            await running;
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            LogDisconnected();
        }
        finally
        {
            _events.Writer.TryComplete();
        }
    }

    private async Task SweepAsync()
    {
        try
        {
            await _inbox.SweepAsync(_ending.Token);
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            LogDisconnected();
        }
    }

    /// <summary>Whoever started the program hears what the bot lacks, before its users do.</summary>
    private async Task CheckAsync()
    {
        try
        {
            foreach (var missing in (await _check.RunWhenKnownAsync(_clock, _ending.Token)).Where(item => !item.IsMet))
                _show($"{missing.Name}: {missing.Found}. {missing.Fix}");
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            LogDisconnected();
        }
    }

    private async Task<GatewayAddress> AskAddressAsync(CancellationToken cancellation)
    {
        try
        {
            var bot = await _rest.GetGatewayBotAsync(cancellation);
            var limit = bot.SessionStartLimit ?? new Model.SessionStartLimit(1, 1, 0);
            return new GatewayAddress(bot.Url, new SessionStartLimit(
                limit.Total, limit.Remaining, TimeSpan.FromMilliseconds(limit.ResetAfter), limit.MaxConcurrency));
        }
        catch (DiscordException exception) when (exception.Kind is DiscordErrorKind.Unauthorized or DiscordErrorKind.Stopped)
        {
            throw new GatewayRefusedException(exception.Message);
        }
    }

    private void Happened(ChatEvent happened) => _events.Writer.TryWrite(happened);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The connection to Discord is closed")]
    private partial void LogDisconnected();
}
