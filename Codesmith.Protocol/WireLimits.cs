namespace Codesmith.Protocol;

/// <summary>Every maximum of the link between supervisor and worker, each with its reason.</summary>
public static class WireLimits
{
    /// <summary>
    /// Bytes of one frame from the supervisor to the worker. A prompt is the largest input; JSON may need six bytes
    /// (\u0000) for a character.
    /// </summary>
    public const int FrameToWorker = 1024 * 1024;

    /// <summary>Bytes of one frame from the worker to the supervisor: one batch of events.</summary>
    public const int FrameToSupervisor = 1024 * 1024;

    /// <summary>Characters of a prompt: ten times what was ever seen in a chat, an eighth of the frame.</summary>
    public const int PromptText = 128 * 1024;

    /// <summary>
    /// Characters of one text in an event (an answer, a result, a screen). Longer texts are cut with a mark; a whole
    /// answer of a model (at most 128,000 tokens) is sent as several blocks.
    /// </summary>
    public const int EventText = 64 * 1024;

    /// <summary>Characters of a name, an identifier, a title or a one-line summary.</summary>
    public const int ShortText = 1024;

    /// <summary>Characters of the user's own words in an answer: several messages of the longest kind a chat has.</summary>
    public const int AnswerText = 16 * 1024;

    /// <summary>Questions in one dialog, and options in one question: the agent's own tool allows four and four.</summary>
    public const int QuestionItems = 16;

    /// <summary>Usage windows in one status: accounts have two or three.</summary>
    public const int UsageWindows = 16;

    /// <summary>Bytes of one piece of a file: as base64 it is two thirds of the frame.</summary>
    public const int FileChunk = 512 * 1024;

    /// <summary>Bytes of a file: ten times what a chat lets anybody upload.</summary>
    public const long FileBytes = 100 * 1024 * 1024;

    /// <summary>Characters of a file's name.</summary>
    public const int FileName = 128;

    /// <summary>Bytes of a file's name in UTF-8: file systems take 255, and a file that is not whole has a mark.</summary>
    public const int FileNameBytes = 240;

    /// <summary>Levels of JSON within an argument or a result: an option of a question in a batch is on the eighth.</summary>
    public const int JsonDepth = 16;

    /// <summary>Events in one batch. With <see cref="BatchBytes"/> the batch always fits a frame.</summary>
    public const int BatchEvents = 256;

    /// <summary>Serialized bytes of events after which a batch is closed: half a frame, the rest is for one more event.</summary>
    public const int BatchBytes = FrameToSupervisor / 2;

    /// <summary>Serialized bytes of one event: what a frame has left beside a batch, less what surrounds them.</summary>
    public const int EventBytes = FrameToSupervisor - BatchBytes - (4 * 1024);

    /// <summary>Events the worker keeps for a supervisor that does not read; beyond it the oldest go.</summary>
    public const int LogEvents = 16 * 1024;

    /// <summary>Serialized bytes the worker keeps for a supervisor that does not read; beyond it the oldest go.</summary>
    public const int LogBytes = 8 * 1024 * 1024;

    /// <summary>How long the worker holds an empty read open.</summary>
    public static readonly TimeSpan LongPoll = TimeSpan.FromSeconds(20);

    /// <summary>Silence on an open read after which the supervisor gives the worker up: twice <see cref="LongPoll"/>.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(40);

    /// <summary>How long any other call may take: each only hands something over.</summary>
    public static readonly TimeSpan Call = TimeSpan.FromSeconds(10);
}
