namespace Codesmith.Supervisor.Credentials;

/// <summary>A value that is never shown: not in a log, not in an error, not by a debugger's display.</summary>
internal sealed class Secret(string value)
{
    private readonly string _value = value;

    /// <summary>The value itself, for the one place that sends it.</summary>
    internal string Reveal() => _value;

    /// <inheritdoc/>
    public override string ToString() => "(secret)";
}
