using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Hosting;
using Codesmith.Supervisor.Rendering;
using Codesmith.Supervisor.Requirements;
using Codesmith.Supervisor.Sessions.Running;
using Codesmith.Supervisor.Workers;
using Codesmith.Tests.Doubles;
using Codesmith.Tests.SignIns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;

namespace Codesmith.Tests.Hosting;

/// <summary>The service in the host that the program runs it in.</summary>
internal sealed class SupervisorServiceTests
{
    private FakeFrontEnd _frontEnd = null!;
    private FakeWorkers _workers = null!;
    private SignInStage _signIns = null!;
    private SandboxLauncher _launcher = null!;
    private CancellationTokenSource _signal = null!;
    private SupervisorService _service = null!;
    private IHost _host = null!;

    [SetUp]
    public void SetUp()
    {
        _frontEnd = new FakeFrontEnd();
        _workers = new FakeWorkers();
        _signIns = new SignInStage();
        _launcher = new SandboxLauncher(TimeProvider.System, NullLogger<SandboxLauncher>.Instance);
        _signal = new CancellationTokenSource();
        var requirements = new RequirementsCheck(
            new RequirementsOptions(new WorkerInstallation("/data", "/worker", "/claude"), "1.0.0", SignInWay.Demo),
            _launcher, TimeProvider.System);
        var pulse = new EventPulse(TimeProvider.System);
        var sessions = new SessionDirectory(
            new SessionServices(
                _workers, new FixedCredentials(), _frontEnd.Chat, new MemoryStore(), new AttachmentSpool("/nowhere"),
                new SessionPlaces(int.MaxValue),
                news => new ChannelDisplay(_frontEnd.Chat, TimeProvider.System, NullLogger<PostSync>.Instance, news),
                () => "11111111-1111-1111-1111-111111111111", _ => [], new FailureLog(), TimeProvider.System,
                NullLogger<SessionRunner>.Instance));
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new() { DisableDefaults = true });
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        builder.Services.AddSingleton<IHostedService>(provider => _service = new SupervisorService(
            _frontEnd, sessions,
            new ChatRouter(_frontEnd.Chat, sessions, _signIns.Desk, requirements, pulse, NullLogger.Instance),
            _ => Task.FromResult<IReadOnlyList<string>>(["banner"]),
            provider.GetRequiredService<IHostApplicationLifetime>(), NullLogger.Instance));
        _host = builder.Build();
    }

    [TearDown]
    public async Task TearDown()
    {
        await _signIns.DisposeAsync();
        Assert.That(_workers.Running, Is.Zero, "nothing is left running");
        _host.Dispose();
        _signal.Dispose();
        _launcher.Dispose();
    }

    [Test]
    public async Task Start_WaitsForTheConnectionAndShowsTheBannerFirst()
    {
        Task started = _host.StartAsync();
        await _frontEnd.Asked.Task.WaitAsync(Timeouts.MustNotHang);
        Assert.That((started.IsCompleted, _frontEnd.Banner), Is.EqualTo((false, "banner")));

        _frontEnd.Connected.SetResult();
        await started.WaitAsync(Timeouts.MustNotHang);
        await _host.StopAsync().WaitAsync(Timeouts.MustNotHang);
    }

    [Test]
    public async Task ClosedChat_EndsTheHost()
    {
        _frontEnd.Connected.SetResult();
        Task run = _host.RunAsync(_signal.Token);
        _frontEnd.Fake.Close();
        await run.WaitAsync(Timeouts.MustNotHang);
    }

    [Test]
    public async Task Signal_EndsSessions()
    {
        _frontEnd.Connected.SetResult();
        Task run = _host.RunAsync(_signal.Token);
        StartSession();
        FakeWorker worker = await _workers.NextAsync();
        Assert.That(_service.Status, Is.EqualTo("connected, 1 session"));

        await _signal.CancelAsync();
        await run.WaitAsync(Timeouts.MustNotHang);
        Assert.That(worker.IsDisposed, Is.True);
        Assert.That(_service.Status, Is.EqualTo("connected, 0 sessions"));
    }

    [Test]
    public async Task SignalBeforeTheConnection_EndsWhatHasBegunAlready()
    {
        Task run = _host.RunAsync(_signal.Token);
        StartSession();
        await _workers.NextAsync();

        await _signal.CancelAsync();
        Assert.That(
            async () => await run.WaitAsync(Timeouts.MustNotHang), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void ChatThatNeverConnects_IsTheReasonOfTheEnd()
    {
        _frontEnd.Connected.SetException(new ChatException("The token is not accepted."));
        Assert.That(
            async () => await _host.RunAsync(_signal.Token).WaitAsync(Timeouts.MustNotHang),
            Throws.InstanceOf<ChatException>().With.Message.EqualTo("The token is not accepted."));
    }

    [Test]
    public async Task ChatThatFailsLater_IsTheReasonOfTheEnd()
    {
        _frontEnd.Connected.SetResult();
        Task run = _host.RunAsync(_signal.Token);
        StartSession();
        await _workers.NextAsync();
        _frontEnd.Fake.Close(new ChatException("The console cannot be read from."));
        Assert.That(async () => await run.WaitAsync(Timeouts.MustNotHang), Throws.InstanceOf<ChatException>());
    }

    private void StartSession() => _frontEnd.Fake.Say(new CommandInvoked(
        new UserId("alice"), new ChannelId("room"), new InteractionId("1"), "start", new Dictionary<string, string>()));

    private sealed class FakeFrontEnd : IChatFrontEnd
    {
        public FakeChat Fake { get; } = new();

        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Connected { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string? Banner { get; private set; }

        public IChat Chat => Fake;

        public string Name => "fake";

        public string State => "connected";

        public string? Failure => null;

        public void ShowBanner(IReadOnlyList<string> lines) => Banner = string.Join('\n', lines);

        public Task ConnectedAsync(CancellationToken cancellationToken)
        {
            Asked.TrySetResult();
            return Connected.Task.WaitAsync(cancellationToken);
        }
    }

    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
