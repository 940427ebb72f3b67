namespace Codesmith.Supervisor.Egress;

/// <summary>A host, or with <c>*.</c> in front all hosts below a name, but not that name itself.</summary>
internal sealed record HostPattern
{
    private const string Below = "*.";

    private readonly string _name;
    private readonly bool _isBelow;

    private HostPattern(string name, bool isBelow) => (_name, _isBelow) = (name, isBelow);

    /// <summary>Null for what is neither a name nor such a group; all below a top level is none.</summary>
    public static HostPattern? Read(string text)
    {
        var isBelow = text.StartsWith(Below, StringComparison.Ordinal);
        return HostName.Read(isBelow ? text[Below.Length..] : text) is { } name && name.Contains('.')
            ? new HostPattern(name, isBelow)
            : null;
    }

    /// <param name="host">As <see cref="HostName.Read"/> spells it.</param>
    public bool Matches(string host) => _isBelow
        ? host.EndsWith("." + _name, StringComparison.Ordinal)
        : host == _name;

    public override string ToString() => _isBelow ? Below + _name : _name;
}
