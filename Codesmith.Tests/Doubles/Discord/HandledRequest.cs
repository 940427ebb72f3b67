namespace Codesmith.Tests.Doubles.Discord;

/// <param name="Route">Method and template.</param>
/// <param name="Status">0 if the answer was lost on purpose.</param>
internal sealed record HandledRequest(string Route, string Path, int Status, DateTimeOffset At);
