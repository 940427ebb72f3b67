namespace Codesmith.Protocol;

/// <summary>The picture on the agent's terminal.</summary>
/// <param name="Columns">Its width in cells.</param>
/// <param name="Rows">Its height in cells.</param>
/// <param name="Text">Its lines, without trailing blanks.</param>
public sealed record ScreenCapture(int Columns, int Rows, string Text);
