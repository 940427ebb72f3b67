using System.Text.Json;
using Codesmith.Protocol;
using Codesmith.Protocol.Wire;
using Codesmith.Tests.Link;
using Codesmith.Worker.Link;
using Nerdbank.Streams;
using NUnit.Framework;
using StreamJsonRpc;

namespace Codesmith.Tests.Protocol;

internal sealed class WorkerWireTests
{
    private readonly StubAgent _agent = new();
    private EventLog _log = null!;
    private DirectoryInfo _folder = null!;
    private JsonRpc _workerEnd = null!;
    private JsonRpc _supervisorEnd = null!;
    private IWorker _worker = null!;

    [SetUp]
    public async Task Connect()
    {
        var (one, other) = FullDuplexStream.CreatePair();
        _log = new EventLog(TimeProvider.System);
        _agent.Calls.Clear();
        _agent.Failure = null;
        _folder = Directory.CreateTempSubdirectory("wire-");
        _workerEnd = WorkerWire.OpenWorkerEnd(one, new WorkerService(_log, _agent, new AttachmentStore(_folder.FullName)));
        _supervisorEnd = WorkerWire.OpenSupervisorEnd(other, out _worker);
        _workerEnd.StartListening();
        _supervisorEnd.StartListening();
        await _worker.HelloAsync(new HelloRequest(ProtocolVersion.Current), default);
    }

    [TearDown]
    public void Disconnect()
    {
        _supervisorEnd.Dispose();
        _workerEnd.Dispose();
        _folder.Delete(recursive: true);
    }

    [Test]
    public async Task EveryEvent_ArrivesAsItWas()
    {
        var sent = Samples.Events().ToList();
        sent.ForEach(happening => _log.Append(happening));

        var batch = await _worker.ReadEventsAsync(0, WireLimits.BatchEvents, default);

        Assert.That(batch.Events.Select(numbered => numbered.Sequence), Is.EqualTo(Enumerable.Range(1, sent.Count)));
        foreach (var (arrived, original) in batch.Events.Zip(sent))
            Assert.That(arrived.Event, Is.EqualTo(original).UsingPropertiesComparer(), original.ToString());
    }

    [Test]
    public void Samples_CoverTheUnion() => Assert.That(
        Samples.Events().Select(sample => sample.GetType()).Distinct(),
        Is.EquivalentTo(typeof(WorkerEvent).Assembly.GetTypes().Where(type => type.BaseType == typeof(WorkerEvent))));

    [Test]
    public async Task EveryInput_ArrivesAsItWas()
    {
        foreach (var launch in Samples.Launches())
            await _worker.StartAgentAsync(launch, default);
        foreach (var command in Samples.Commands())
            await _worker.RunCommandAsync(command, default);
        foreach (var answer in Samples.Answers())
            await _worker.AnswerQuestionAsync(answer, default);
        foreach (var key in Enum.GetValues<AgentKey>())
            await _worker.PressKeyAsync(key, default);
        var prompt = new PromptInput("p", Samples.Awkward);
        await _worker.SubmitPromptAsync(prompt, default);
        await _worker.InterruptAsync(default);
        await _worker.StopAgentAsync(default);

        IEnumerable<object> expected =
        [
            .. Samples.Launches(), .. Samples.Commands(), .. Samples.Answers(),
            .. Enum.GetValues<AgentKey>().Cast<object>(), prompt, "interrupt", "stop",
        ];
        Assert.That(_agent.Calls, Has.Count.EqualTo(expected.Count()));
        foreach (var (arrived, original) in _agent.Calls.Zip(expected))
            Assert.That(arrived, Is.EqualTo(original).UsingPropertiesComparer());
    }

    [Test]
    public async Task File_ArrivesAsItWas()
    {
        foreach (var chunk in Samples.Chunks())
            await _worker.WriteFileAsync(chunk, default);

        Assert.That(
            await File.ReadAllBytesAsync(Path.Combine(_folder.FullName, "17", "Grüße 漢🙂.txt")),
            Is.EqualTo(Samples.Chunks().SelectMany(chunk => chunk.Data)));
    }

    [Test]
    public async Task TheLargestPieceOfAFile_OfTheWorstBytes_FitsAFrame()
    {
        // All of them '+' in base64, which JSON may escape.
        byte[] worst = [.. Enumerable.Repeat<byte[]>([0xFB, 0xEF, 0xBE], (WireLimits.FileChunk / 3) + 1).SelectMany(three => three)];

        await _worker.WriteFileAsync(new FileChunk("f", "n", 0, worst[..WireLimits.FileChunk], true), default);

        Assert.That(new FileInfo(Path.Combine(_folder.FullName, "f", "n")), Has.Length.EqualTo(WireLimits.FileChunk));
    }

    [Test]
    public async Task Replies_ArriveAsTheyWere()
    {
        _agent.Screen = new ScreenCapture(120, 40, Samples.Awkward);

        Assert.That(await _worker.CaptureScreenAsync(default), Is.EqualTo(_agent.Screen));
    }

    [Test]
    public void Enums_AreWords()
    {
        var enums = typeof(IWorker).Assembly.GetTypes().Where(type => type.IsEnum && type.IsPublic).ToList();

        Assert.That(enums, Is.Not.Empty);
        foreach (var value in enums.SelectMany(type => type.GetEnumValues().Cast<object>()))
        {
            var json = JsonSerializer.Serialize(value, value.GetType(), WireJson.Default.Options);
            Assert.That(json, Is.EqualTo($"\"{JsonNamingPolicy.CamelCase.ConvertName(value.ToString()!)}\""));
        }
    }

    [Test]
    public async Task TheLongestPrompt_OfTheWorstCharacters_FitsAFrame()
    {
        var prompt = new PromptInput("p", new string('\u0001', WireLimits.PromptText));

        await _worker.SubmitPromptAsync(prompt, default);

        Assert.That(_agent.Calls, Is.EqualTo(new object[] { prompt }));
    }

    [Test]
    public async Task OversizeFrame_IsRefusedBeforeItIsSent_AndTheLinkGoesOn()
    {
        var tooLong = new PromptInput("p", new string('\u0001', WireLimits.FrameToWorker / 6));

        Assert.That(
            async () => await _worker.SubmitPromptAsync(tooLong, default),
            Throws.TypeOf<OversizeFrameException>().With.Message.Contains(WireLimits.FrameToWorker.ToString()));

        await _worker.InterruptAsync(default);
        Assert.That(_agent.Calls, Is.EqualTo(new object[] { "interrupt" }));
    }

    [Test]
    public async Task OversizeAnswer_BecomesAnError_AndTheLinkGoesOn()
    {
        var (one, other) = FullDuplexStream.CreatePair();
        using var workerEnd = WorkerWire.OpenWorkerEnd(one, new OversizeWorker());
        using var supervisorEnd = WorkerWire.OpenSupervisorEnd(other, out var worker);
        workerEnd.StartListening();
        supervisorEnd.StartListening();

        Assert.That(async () => await worker.CaptureScreenAsync(default), Throws.InstanceOf<RemoteRpcException>());
        await worker.InterruptAsync(default);
    }

    [Test]
    public async Task UnexpectedFailure_IsACodeAndOneLine_WithoutTheException()
    {
        _agent.Failure = new InvalidOperationException("outer", new IOException("inner"));

        var error = await Assert.CatchAsync<RemoteInvocationException>(() => _worker.InterruptAsync(default));

        Assert.That(error!.Message, Is.EqualTo("InvalidOperationException: outer"));
        Assert.That(error.ErrorData, Is.Null);
        Assert.That(error.DeserializedErrorData, Is.Null);
    }

    /// <summary>A worker that forgot every limit.</summary>
    private sealed class OversizeWorker : IWorker
    {
        public Task<ScreenCapture> CaptureScreenAsync(CancellationToken cancellationToken) =>
            Task.FromResult(new ScreenCapture(1, 1, new string('x', WireLimits.FrameToSupervisor)));

        public Task InterruptAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<HelloReply> HelloAsync(HelloRequest hello, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task StartAgentAsync(AgentLaunch launch, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<EventBatch> ReadEventsAsync(long after, int max, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task SubmitPromptAsync(PromptInput prompt, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task RunCommandAsync(CommandInput command, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task AnswerQuestionAsync(QuestionAnswer answer, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task PressKeyAsync(AgentKey key, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task WriteFileAsync(FileChunk chunk, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task StopAgentAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
