using System.Text;
using Codesmith.Worker.Terminal;

namespace Codesmith.Tests.Terminal;

/// <summary>A double that writes down what the parser calls, one text a call.</summary>
internal readonly struct RecordedActions() : IVtActions
{
    public List<string> Calls { get; } = [];

    /// <summary>Feeds the pieces one after the other and joins what was printed, however it was cut.</summary>
    public static string Of(params byte[][] pieces)
    {
        var parser = new VtParser();
        var actions = new RecordedActions();
        foreach (byte[] piece in pieces)
            parser.Advance<RecordedActions>(piece, ref actions);
        return actions.Joined();
    }

    public static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    public void Print(ReadOnlySpan<byte> text) => Calls.Add($"print {Encoding.ASCII.GetString(text)}");

    public void Print(int codePoint, int count)
    {
        for (int index = 0; index < count; index++)
            Calls.Add($"print {new Rune(codePoint)}");
    }

    public void Execute(byte control) => Calls.Add($"execute {control:X2}");

    public void EscapeDispatch(in VtSequence sequence) => Calls.Add("esc " + Describe(in sequence));

    public void CsiDispatch(in VtSequence sequence) => Calls.Add("csi " + Describe(in sequence));

    public void OscDispatch(ReadOnlySpan<byte> payload, bool truncated, bool endedByBell) => Calls.Add(
        $"osc {Encoding.UTF8.GetString(payload)}{(truncated ? " truncated" : "")}{(endedByBell ? " bell" : "")}");

    public void DcsHook(in VtSequence sequence) => Calls.Add("hook " + Describe(in sequence));

    public void DcsPut(ReadOnlySpan<byte> data) => Calls.Add($"put {Encoding.UTF8.GetString(data)}");

    public void DcsUnhook() => Calls.Add("unhook");

    private string Joined()
    {
        var joined = new List<string>();
        foreach (string call in Calls)
        {
            string kind = call.Split(' ')[0] + " ";
            if (kind is "print " or "put " && joined.Count > 0 && joined[^1].StartsWith(kind, StringComparison.Ordinal))
                joined[^1] += call[kind.Length..];
            else
                joined.Add(call);
        }
        return string.Join(" | ", joined);
    }

    /// <summary>Prefix, parameters with their separators, intermediates and final byte, as they were sent.</summary>
    private static string Describe(in VtSequence sequence)
    {
        var text = new StringBuilder();
        Append(sequence.Selector >> 24);
        for (int index = 0; index < sequence.Parameters.Length; index++)
        {
            if (index > 0)
                text.Append(sequence.IsSubparameter(index) ? ':' : ';');
            text.Append(sequence.Parameters[index]);
        }
        Append(sequence.Selector >> 8 & 0xFF);
        Append(sequence.Selector >> 16 & 0xFF);
        Append(sequence.Selector & 0xFF);
        return text.Append(sequence.Truncated ? " truncated" : "").ToString();

        void Append(int character)
        {
            if (character != 0)
                text.Append((char)character);
        }
    }
}
