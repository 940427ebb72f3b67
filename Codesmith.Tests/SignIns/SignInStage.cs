using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Credentials;
using Codesmith.Supervisor.SignIns;
using Codesmith.Tests.Doubles;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Codesmith.Tests.SignIns;

/// <summary>The desk between a chat and an account in memory, and a store on disk. Direct messages are in "direct".</summary>
internal sealed class SignInStage : IAsyncDisposable
{
    public static readonly UserId Alice = new("alice");

    private static readonly ChannelId Room = new("room");

    private readonly TemporaryFolder _folder = new();
    private int _names;

    /// <param name="chat">Instead of <see cref="Chat"/>.</param>
    /// <param name="commands">Instead of <see cref="Account"/>.</param>
    public SignInStage(IChat? chat = null, IAccountCommands? commands = null)
    {
        Store = new CredentialStore(_folder.At("credentials"), NullLogger.Instance);
        Chat.Opens = (place, from) => Task.FromResult(new OpenedChannel(
            new SessionChannel(place == ChannelPlace.Direct ? new ChannelId("direct") : from, IsShared: false),
            new MessageId("newest")));
        Desk = new SignInDesk(
            new SignInServices(
                chat ?? Chat, commands ?? Account, Store, (key, _) => Task.FromResult(CheckKey(key)),
                user =>
                {
                    Changes.Add(user);
                    return Task.CompletedTask;
                },
                () => $"n{++_names}", Clock, NullLogger<SignInDesk>.Instance),
            isOpen: true);
    }

    public FakeChat Chat { get; } = new();

    public FakeAccountCommands Account { get; } = new();

    public CredentialStore Store { get; }

    public FakeTimeProvider Clock { get; } = new();

    /// <summary>Who signed in or out.</summary>
    public List<UserId> Changes { get; } = [];

    public Func<Secret, KeyFinding> CheckKey { get; set; } = _ => KeyFinding.Taken;

    public SignInDesk Desk { get; }

    /// <summary>The last that was posted in direct messages.</summary>
    public SignInPost Direct => Chat.PostsIn("direct").OfType<SignInPost>().Last();

    /// <summary>Signs in as far as to the link.</summary>
    public async Task<SignInOffer> LoginAsync()
    {
        await DoAsync(Command("login"));
        return Direct.Offer!;
    }

    /// <summary>Does something and returns the response.</summary>
    public async Task<Response> DoAsync(InteractionEvent happened)
    {
        Desk.Take(happened);
        return await ResponseAsync(happened);
    }

    public async Task<Response> ResponseAsync(InteractionEvent to)
    {
        await Chat.UntilAsync(() => Chat.Responses.Any(response => response.Interaction == to.Interaction));
        return Chat.Responses.Single(response => response.Interaction == to.Interaction).Response;
    }

    public static CommandInvoked Command(string name, params (string Name, string Value)[] arguments) =>
        new(Alice, Room, New(), name, arguments.ToDictionary(one => one.Name, one => one.Value));

    public static SignInEntered Enter(SignInOffer offer, string text) =>
        new(Alice, Room, New(), offer.Id, new Secret(text));

    public static SignInCancelled Cancel(SignInOffer offer) => new(Alice, Room, New(), offer.Id);

    public async ValueTask DisposeAsync()
    {
        await Desk.DisposeAsync();
        _folder.Dispose();
        NUnit.Framework.Assert.That(
            (Account.Running, Account.MostAtOnce), NUnit.Framework.Is.EqualTo((0, Math.Min(1, Account.Begun.Count))));
    }

    private static InteractionId New() => new(Guid.NewGuid().ToString());
}
