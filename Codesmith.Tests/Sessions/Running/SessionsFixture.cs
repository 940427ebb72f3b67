using System.Collections.Immutable;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Rendering;
using Codesmith.Supervisor.Sessions;
using Codesmith.Supervisor.Sessions.Running;
using Codesmith.Tests.Doubles;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Codesmith.Tests.Sessions.Running;

/// <summary>Sessions that run, between a chat, workers and a store in memory.</summary>
internal abstract class SessionsFixture
{
    protected const string Fresh = "11111111-1111-1111-1111-111111111111";

    protected FakeTimeProvider Clock { get; private set; } = null!;

    protected FakeChat Chat { get; set; } = null!;

    protected FakeWorkers Workers { get; private set; } = null!;

    protected FixedCredentials Credentials { get; private set; } = null!;

    protected MemoryStore Store { get; private set; } = null!;

    protected TemporaryFolder Folder { get; private set; } = null!;

    protected Func<UserId, ImmutableList<LimitUse>> Budgets { get; set; } = _ => [];

    protected SessionServices Services { get; private set; } = null!;

    protected SessionDirectory Directory { get; set; } = null!;

    protected virtual bool OutlivesProgram => false;

    /// <summary>How many sessions may run at one time.</summary>
    protected virtual int Places => int.MaxValue;

    [SetUp]
    public void BeginSessions()
    {
        Clock = new FakeTimeProvider(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Chat = new FakeChat
        {
            Traits = new ChatTraits(2000, "/cc ", OutlivesProgram, TimeSpan.Zero, TellsPreviews: true),
        };
        Workers = new FakeWorkers();
        Credentials = new FixedCredentials();
        Store = new MemoryStore();
        Folder = new TemporaryFolder();
        Services = new SessionServices(
            Workers, Credentials, Chat, Store, new AttachmentSpool(Folder.At("spool")), new SessionPlaces(Places),
            news => new ChannelDisplay(Chat, Clock, NullLogger<PostSync>.Instance, news),
            () => Fresh, user => Budgets(user), new FailureLog(), Clock, NullLogger<SessionRunner>.Instance);
        Directory = new SessionDirectory(Services);
    }

    [TearDown]
    public async Task EndSessions()
    {
        await Directory.StopAsync().WaitAsync(Timeouts.MustNotHang);
        Folder.Dispose();
        Assert.That(Workers.Running, Is.Zero, "nothing is left running");
        Assert.That(Workers.MostForOneUser, Is.LessThanOrEqualTo(1));
    }

    /// <summary>The next program, after the one before ended in order.</summary>
    protected async Task RestartAsync()
    {
        await Directory.StopAsync().WaitAsync(Timeouts.MustNotHang);
        Directory = new SessionDirectory(Services);
        await LoadAsync();
    }

    /// <summary>Takes up what is stored; nothing happened in the chat meanwhile.</summary>
    protected async Task LoadAsync()
    {
        await Directory.LoadAsync(default);
        foreach (var channel in Chat.Remembered.Select(remembered => remembered.Channel.Id).Distinct())
            await Directory.RouteAsync(new ChannelCaughtUp(channel));
    }

    protected async Task<Response> CommandAsync(string user, string name)
    {
        await Directory.RouteAsync(Command(user, name, out var interaction));
        return await ResponseAsync(interaction);
    }

    protected async Task<Response> ResponseAsync(InteractionId interaction)
    {
        await Chat.UntilAsync(() => Chat.Responses.Any(response => response.Interaction == interaction));
        return Chat.Responses.Single(response => response.Interaction == interaction).Response;
    }

    /// <summary>A message that is answered by the end of its turn.</summary>
    protected async Task WriteAsync(string user, string message, string text)
    {
        await Directory.RouteAsync(Message(user, message, text));
        await Chat.UntilAsync(() => Chat.ReceiptsOf(message).Contains(Receipt.Done));
    }

    /// <summary>Lets time go on, but not so fast that a limit is reached while its thread only waits for a processor.</summary>
    protected async Task<T> AdvanceUntilAsync<T>(Task<T> task)
    {
        task = task.WaitAsync(Timeouts.MustNotHang);
        while (!task.IsCompleted)
        {
            Clock.Advance(TimeSpan.FromMilliseconds(200));
            await Task.Delay(Timeouts.StepOfAClock, TimeProvider.System);
        }
        return await task;
    }

    protected static MessageReceived Message(string user, string message, string text) =>
        new(new UserId(user), new ChannelId("room"), new MessageId(message), text, [], IsAddressed: true);

    protected static CommandInvoked Command(string user, string name, out InteractionId interaction)
    {
        interaction = new InteractionId(Guid.NewGuid().ToString());
        return new CommandInvoked(
            new UserId(user), new ChannelId("room"), interaction, name, new Dictionary<string, string>());
    }
}
