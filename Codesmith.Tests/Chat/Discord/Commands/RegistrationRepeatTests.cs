using System.Net;
using Codesmith.Supervisor.Chat.Discord.Commands;
using Codesmith.Supervisor.Chat.Discord.Model;
using Codesmith.Supervisor.Chat.Discord.Rest;
using Codesmith.Supervisor.Chat.Discord.World;
using Codesmith.Tests.Chat.Discord.Rest;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Commands;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class RegistrationRepeatTests : IDisposable
{
    private static readonly Snowflake Guild = new(1100000000000000001);

    private readonly RestStage _stage = new();
    private readonly CommandRegistration _registration;

    public RegistrationRepeatTests() =>
        _registration = new CommandRegistration(_stage.Rest, new DiscordWorld(), _stage.Clock, NullLogger.Instance);

    public void Dispose() => _stage.Dispose();

    [Test]
    public void Outage_IsWaitedOut()
    {
        Answer(HttpStatusCode.ServiceUnavailable);
        _registration.Register(Guild, CancellationToken.None);
        _stage.Advance(120);
        Assert.That(_registration.Failures[Guild].Kind, Is.EqualTo(DiscordErrorKind.Unavailable));
        Assert.That(_registration.WhenTriedAsync().IsCompleted);

        Answer(HttpStatusCode.OK);
        _stage.Advance(600);

        Assert.That(_registration.Failures, Is.Empty);
        Assert.That(_stage.Sent.TakeLast(2).Select(request => request.Method), Is.EqualTo(new[] { "GET", "PUT" }));
    }

    [Test]
    public void Refusal_IsNotRepeated()
    {
        Answer(HttpStatusCode.Forbidden);
        _registration.Register(Guild, CancellationToken.None);
        _stage.Advance(600);
        Assert.That(_stage.Sent, Has.Count.EqualTo(1));
    }

    [Test]
    public void ServerThatComesAnew_IsSeenToOnce()
    {
        Answer(HttpStatusCode.ServiceUnavailable);
        _registration.Register(Guild, CancellationToken.None);
        _stage.Advance(40);
        Answer(HttpStatusCode.OK);
        _registration.Register(Guild, CancellationToken.None);
        _stage.Drain();
        int sent = _stage.Sent.Count;

        _stage.Advance(600);

        Assert.That(_stage.Sent, Has.Count.EqualTo(sent));
    }

    private void Answer(HttpStatusCode status) =>
        _stage.Answer = (_, _) => Task.FromResult(RestStage.Json(status, status is HttpStatusCode.OK ? "[]" : "{}"));
}
