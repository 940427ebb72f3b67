namespace Codesmith.Supervisor.Demo;

/// <summary>How the scripted model behaves where a prompt does not say otherwise.</summary>
internal sealed record ScriptedModelOptions
{
    /// <summary>Pause between two pieces of a streamed reply: with the size below, a brisk reader's pace.</summary>
    public TimeSpan DeltaPause { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Characters (Unicode scalars) of a piece.</summary>
    public int DeltaCharacters { get; init; } = 6;

    /// <summary>Pause before the first byte of a reply.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>What a reply reports as fresh input, until a prompt says <c>USAGE:</c>.</summary>
    public int InputTokens { get; init; } = 1200;

    /// <summary>How many requests are remembered for whoever wants to look at them: a test.</summary>
    public int KeptRequests { get; init; }

    /// <summary>Whether a remembered request keeps its whole body.</summary>
    public bool KeepBodies { get; init; }

    /// <summary>Without pauses, and with everything remembered.</summary>
    public static ScriptedModelOptions ForTests { get; } = new()
    {
        DeltaPause = TimeSpan.Zero,
        FirstPause = TimeSpan.Zero,
        KeptRequests = 1000,
        KeepBodies = true,
    };
}
