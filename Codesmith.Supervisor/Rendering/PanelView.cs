using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Sessions;

namespace Codesmith.Supervisor.Rendering;

/// <summary>The panel of a session.</summary>
internal static class PanelView
{
    public static Panel Of(SessionState state) =>
        new(state.Activity, state.Describe(), state.Status, state.ReadySince, state.Queue.Count);
}
