using Spectre.Console;
using Spectre.Console.Rendering;

namespace Codesmith.Supervisor.Chat.Console.Terminal;

/// <summary>Something with a mark before its first line and an indentation of the same width before the others.</summary>
internal sealed class PrefixedBlock(string first, string others, Style style, IRenderable inner) : IRenderable
{
    private readonly int _width = Math.Max(first.GetCellWidth(), others.GetCellWidth());

    /// <inheritdoc/>
    public Measurement Measure(RenderOptions options, int maxWidth)
    {
        Measurement measured = inner.Measure(options, InnerWidth(maxWidth));
        return new(measured.Min + _width, measured.Max + _width);
    }

    /// <inheritdoc/>
    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        string prefix = first;
        foreach (SegmentLine line in Segment.SplitLines(inner.Render(options, InnerWidth(maxWidth))))
        {
            if (line.Count > 0 || !string.IsNullOrWhiteSpace(prefix))
                yield return new Segment(prefix, style);
            prefix = others;
            foreach (Segment segment in line)
                yield return segment;
            yield return Segment.LineBreak;
        }
    }

    private int InnerWidth(int maxWidth) => Math.Max(1, maxWidth - _width);
}
