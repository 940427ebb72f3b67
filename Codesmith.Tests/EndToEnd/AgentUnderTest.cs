using System.Threading.Channels;
using Codesmith.Protocol;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Demo;
using Codesmith.Supervisor.Sessions;
using NUnit.Framework;

namespace Codesmith.Tests.EndToEnd;

/// <summary>The real CLI in the real sandbox, at the seam where a session meets its worker.</summary>
internal sealed class AgentUnderTest : IAsyncDisposable
{
    private readonly Stage _stage;
    private readonly List<WorkerEvent> _seen = [];
    private Channel<WorkerEvent> _events = Channel.CreateUnbounded<WorkerEvent>();
    private ISessionWorker? _worker;
    private Task<WorkerLostException> _reading = Task.FromResult(new WorkerLostException("It was never started."));
    private int _prompts;
    private int _earlierRequests;

    private AgentUnderTest(Stage stage, string user) => (_stage, User) = (stage, new UserId(user));

    public UserId User { get; }

    public string ConversationId { get; } = Guid.NewGuid().ToString();

    /// <summary>What happened since the last prompt was sent, or since the start.</summary>
    public IReadOnlyList<WorkerEvent> Seen => _seen;

    /// <summary>The same, as <see cref="Transcript"/> writes it.</summary>
    public string SeenText => Transcript.Of(_seen);

    /// <summary>What the conversation has asked of the model since the last prompt was sent.</summary>
    public IReadOnlyList<ModelRequest> Requests =>
        [.. _stage.Model.Requests.Skip(_earlierRequests).Where(request => request.Kind == ModelRequestKind.Turn)];

    /// <summary>Done with the reason when the worker is lost.</summary>
    public Task<WorkerLostException> Lost => _reading;

    /// <summary>A worker with an agent that is ready.</summary>
    public static async Task<AgentUnderTest> StartAsync(
        Stage stage, string user = "tester", AgentCredential credential = AgentCredential.Gateway)
    {
        var agent = new AgentUnderTest(stage, user);
        await agent.StartWorkerAsync();
        await agent.StartAgentAsync(credential);
        return agent;
    }

    /// <summary>Starts a worker, after the one before it has been ended.</summary>
    public async Task StartWorkerAsync()
    {
        await EndWorkerAsync();
        _events = Channel.CreateUnbounded<WorkerEvent>();
        _worker = await _stage.Workers.StartAsync(User, CancellationToken.None);
        _reading = ReadAsync(_worker, _events.Writer);
    }

    public async Task StartAgentAsync(AgentCredential credential = AgentCredential.Gateway)
    {
        await AskAsync(new WorkerRequest.StartAgent(new AgentLaunch(ConversationId, null, credential)));
        await WaitForAsync<AgentReady>();
    }

    public Task AskAsync(WorkerRequest request) => _worker!.SendAsync(request, CancellationToken.None);

    public async Task PromptAsync(string text)
    {
        _seen.Clear();
        _earlierRequests = _stage.Model.Requests.Count;
        await AskAsync(new WorkerRequest.SubmitPrompt(new PromptInput($"p{++_prompts}", text), AttachedFiles.None));
    }

    /// <summary>Sends a prompt and returns what happened, as text, when its turn has ended.</summary>
    public async Task<string> TurnAsync(string prompt)
    {
        await PromptAsync(prompt);
        await WaitForAsync<TurnEnded>();
        return SeenText;
    }

    public async Task<CommandCompleted> RunAsync(AgentCommand command, string? argument = null)
    {
        await AskAsync(new WorkerRequest.RunCommand(new CommandInput($"c{++_prompts}", command, argument)));
        return await WaitForAsync<CommandCompleted>();
    }

    /// <summary>Answers the question that was asked last and returns what happened when the turn has ended.</summary>
    public async Task<string> AnswerAsync(
        QuestionAsked question, QuestionDecision decision, string? message, params IReadOnlyList<string>[] choices)
    {
        await AskAsync(new WorkerRequest.AnswerQuestion(
            new QuestionAnswer(question.QuestionId, decision, choices, message)));
        await WaitForAsync<TurnEnded>();
        return SeenText;
    }

    public async Task<string> InterruptAsync()
    {
        await AskAsync(new WorkerRequest.Interrupt());
        await WaitForAsync<TurnEnded>();
        return SeenText;
    }

    /// <summary>The next event of the kind; those before it are kept in <see cref="Seen"/>.</summary>
    public async Task<T> WaitForAsync<T>()
        where T : WorkerEvent
    {
        using var timeout = new CancellationTokenSource(Timeouts.EndToEnd);
        try
        {
            while (true)
            {
                var happened = await _events.Reader.ReadAsync(timeout.Token);
                _seen.Add(happened);
                if (happened is T match)
                    return match;
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ChannelClosedException)
        {
            var screen = await ScreenAsync();
            throw new AssertionException(
                $"No {typeof(T).Name} came. Seen:\n  {string.Join("\n  ", _seen)}\nScreen:\n{screen}");
        }
    }

    /// <summary>Done when the model has got what the last prompt asks for.</summary>
    public Task<ModelRequest> WaitForRequestAsync(string prompt) =>
        _stage.Model.WaitForRequestAsync(
            request => request.Kind == ModelRequestKind.Turn && request.Prompt == prompt, CancellationToken.None)
            .WaitAsync(Timeouts.EndToEnd);

    public async ValueTask DisposeAsync() => await EndWorkerAsync();

    private async Task<string> ScreenAsync()
    {
        try
        {
            return (await _worker!.CaptureScreenAsync(CancellationToken.None)).Text;
        }
        catch (Exception exception) when (exception is WorkerLostException or WorkerRefusedException)
        {
            return exception.Message;
        }
    }

    private async Task EndWorkerAsync()
    {
        if (_worker is null)
            return;
        await _worker.DisposeAsync();
        await _reading;
    }

    private static async Task<WorkerLostException> ReadAsync(ISessionWorker worker, ChannelWriter<WorkerEvent> events)
    {
        try
        {
            await foreach (var numbered in worker.ReadEventsAsync(CancellationToken.None))
                await events.WriteAsync(numbered.Event);
            throw new InvalidOperationException("Events end only with the worker.");
        }
        catch (WorkerLostException lost)
        {
            events.Complete();
            return lost;
        }
    }
}
