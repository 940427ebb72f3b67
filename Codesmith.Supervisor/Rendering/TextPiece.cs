namespace Codesmith.Supervisor.Rendering;

/// <summary>A part of a text that fits into one post.</summary>
/// <param name="Start">Where it begins in the text.</param>
/// <param name="Length">How much of the text it is, in UTF-16 units; the next piece begins behind it.</param>
/// <param name="Markdown">
/// What the post says: that part, with a code fence that runs across its borders closed and opened again, and without
/// blank lines at its borders. May be empty.
/// </param>
internal readonly record struct TextPiece(int Start, int Length, string Markdown);
