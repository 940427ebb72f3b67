using System.Threading.Channels;
using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Demo;
using Codesmith.Supervisor.Gateway;
using Codesmith.Supervisor.Sessions;
using Codesmith.Supervisor.Workers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NUnit.Framework;

namespace Codesmith.Tests.EndToEnd;

/// <summary>The real CLI in the real sandbox, with the scripted model behind the gateway, at the session's seam.</summary>
internal sealed class AgentUnderTest : IAsyncDisposable
{
    private readonly Channel<WorkerEvent> events = Channel.CreateUnbounded<WorkerEvent>();
    private readonly string dataRoot = Directory.CreateTempSubdirectory("codesmith-").FullName;
    private readonly List<WorkerEvent> seen = [];
    private ModelGateway? gateway;
    private SandboxedWorkers? workers;
    private Task reading = Task.CompletedTask;

    public ScriptedModel Model { get; private set; } = null!;

    public ISessionWorker Worker { get; private set; } = null!;

    public string ConversationId { get; } = Guid.NewGuid().ToString();

    public IReadOnlyList<WorkerEvent> Seen => seen;

    public static async Task<AgentUnderTest> StartAsync()
    {
        var agent = new AgentUnderTest();
        var log = NullLoggerFactory.Instance;
        agent.Model = await ScriptedModel.StartAsync(ScriptedModelOptions.ForTests, log, TimeProvider.System);
        agent.gateway = await ModelGateway.StartAsync(
            new ModelGatewayOptions(agent.Model.BaseAddress, "sk-test"), log, TimeProvider.System, CancellationToken.None);
        agent.workers = new SandboxedWorkers(
            Installation.In(agent.dataRoot), new SandboxLauncher(TimeProvider.System, log.CreateLogger<SandboxLauncher>()),
            agent.gateway,
            async (path, cancellationToken) => await WorkerLink.ConnectAsync(path, 0, TimeProvider.System, cancellationToken));
        agent.Worker = await agent.workers.StartAsync(new UserId("tester"), CancellationToken.None);
        agent.reading = agent.ReadAsync();
        await agent.AskAsync(new WorkerRequest.StartAgent(
            new AgentLaunch(agent.ConversationId, null, AgentCredential.Gateway)));
        await agent.WaitForAsync<AgentReady>();
        return agent;
    }

    public Task AskAsync(WorkerRequest request) => Worker.SendAsync(request, CancellationToken.None);

    public Task PromptAsync(string text, string id = "p1") =>
        AskAsync(new WorkerRequest.SubmitPrompt(new PromptInput(id, text)));

    /// <summary>The next event of the kind; those before it are skipped, and kept in <see cref="Seen"/>.</summary>
    public async Task<T> WaitForAsync<T>(Func<T, bool>? wanted = null)
        where T : WorkerEvent
    {
        using var timeout = new CancellationTokenSource(Timeouts.MustNotHang);
        try
        {
            while (true)
            {
                var happening = await events.Reader.ReadAsync(timeout.Token);
                seen.Add(happening);
                if (happening is T match && wanted?.Invoke(match) != false)
                    return match;
            }
        }
        catch (OperationCanceledException)
        {
            throw new AssertionException(
                $"No {typeof(T).Name} came. Seen:\n  {string.Join("\n  ", seen)}\nScreen:\n{await ScreenAsync()}");
        }
    }

    public async Task<TurnEnded> TurnAsync(string prompt)
    {
        await PromptAsync(prompt);
        return await WaitForAsync<TurnEnded>();
    }

    public async Task<string> ScreenAsync() => (await Worker.CaptureScreenAsync(CancellationToken.None)).Text;

    public async ValueTask DisposeAsync()
    {
        await Worker.DisposeAsync();
        await reading;
        await workers!.DisposeAsync();
        await gateway!.DisposeAsync();
        await Model.DisposeAsync();
        Directory.Delete(dataRoot, recursive: true);
    }

    private async Task ReadAsync()
    {
        try
        {
            await foreach (var numbered in Worker.ReadEventsAsync(CancellationToken.None))
                await events.Writer.WriteAsync(numbered.Event);
        }
        catch (WorkerLostException)
        {
            events.Writer.Complete();
        }
    }
}
