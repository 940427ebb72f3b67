using Codesmith.Protocol;
using Codesmith.Supervisor.Credentials;
using Codesmith.Supervisor.Sessions;

namespace Codesmith.Tests.Sessions;

/// <summary>What the worker does and says, and the rest of the world around a session.</summary>
internal sealed partial class SessionWalk
{
    private void WorkerActs()
    {
        int generation = Session.State.Generation - (_random.Next(20) == 0 ? 1 : 0);
        string id = Session.State.InFlight?.Id ?? "none";
        switch (_random.Next(20))
        {
            case 0 when _random.Next(4) == 0:
                Session.Do(new SessionInput.WorkerLost(generation, "lost", IsFinal: _random.Next(4) == 0));
                break;
            case 1 when _random.Next(4) == 0:
                Hear(generation, new AgentExited((AgentExitCause)_random.Next(5), 1, "screen"));
                break;
            case 2 or 3 when Session.State.IsOpening:
                if (_random.Next(5) == 0)
                    Session.Do(new SessionInput.ChannelNotOpened("no"));
                else
                    Session.Open($"room{_random.Next(10) / 9}");
                break;
            case 2 or 3 or 4:
                Session.Do(new SessionInput.WorkerStarted(generation, SteppedSession.Fresh, CredentialKind.SharedKey));
                break;
            case 5 or 6:
                Hear(generation, new AgentReady(null));
                break;
            case 7:
                Session.Do(new SessionInput.WorkerDisposed(generation));
                break;
            case 8 when Session.State.Timers.Count > 0:
                var (timer, stamp) = Session.State.Timers.ElementAt(_random.Next(Session.State.Timers.Count));
                // Who sleeps all the time gets nowhere.
                if (timer == SessionTimer.Idle && _random.Next(5) != 0)
                    break;
                Session.Do(new SessionInput.TimerElapsed(timer, stamp - _random.Next(2)));
                break;
            case 9 or 10:
                Hear(generation, new PromptAccepted(_random.Next(5) == 0 ? null : id));
                break;
            case 11 or 12:
                Hear(generation, new TurnEnded((TurnOutcome)_random.Next(3), "server_error", "oops"));
                break;
            case 13:
                Hear(generation, new PromptFailed(id, "failed"));
                break;
            case 14:
                Hear(generation, new CommandCompleted(id, _random.Next(2) == 0, "command"));
                break;
            case 15 when _fetches.Count > 0:
                var fetch = _fetches[_random.Next(_fetches.Count)];
                _fetches.Remove(fetch);
                Session.Do(_random.Next(4) == 0
                    ? new SessionInput.FilesLost(fetch.PromptId, fetch.Files, "404")
                    : new SessionInput.FilesKept(fetch.PromptId, fetch.Files));
                break;
            case 16 when Session.Asked<WorkerRequest>().LastOrDefault() is { } request:
                int[] codes = [WorkerErrorCode.AgentBusy, WorkerErrorCode.NoAgent, WorkerErrorCode.InvalidArgument];
                Session.Do(new SessionInput.RequestRefused(
                    generation, request, _interactions.LastOrDefault(), codes[_random.Next(codes.Length)], "refused"));
                break;
            case 17:
                SayOrDo(generation, $"b{_random.Next(300)}");
                break;
            case 18 when _random.Next(5) == 0:
                Session.Do(new SessionInput.EventsLost(generation));
                Hear(generation, new ActivityChanged(AgentActivity.Idle));
                break;
            case 18 when _random.Next(8) == 0:
                Session.Do(new SessionInput.PlaceAwaited(generation, _random.Next(3)));
                break;
            case 18:
                Session.Do(new SessionInput.LimitsChanged(
                    generation, new LimitNews([], "full", Interrupts: _random.Next(2) == 0)));
                break;
            case 19 when _random.Next(3) == 0:
                Session.Hear(new QuestionAsked(
                    $"q{_random.Next(3)}", QuestionKind.Plan, "Plan", $"body {_random.Next(9)}", []));
                break;
            case 19:
                foreach (var open in Session.State.Conversation.OpenQuestions.ToList())
                    Session.Hear(new QuestionClosed(open.Question.QuestionId, (QuestionClosing)_random.Next(2)));
                break;
        }
    }

    private void SayOrDo(int generation, string id) => Hear(generation, _random.Next(4) switch
    {
        0 => new TextStreamed(id, new string('x', _random.Next(9000))),
        1 => new TextCompleted(id, new string('y', _random.Next(9000))),
        2 => new ToolStarted(id, "Bash", "ls"),
        _ => new ToolEnded(id, ToolOutcome.Failed, new string('z', 9000), null),
    });

    private void Hear(int generation, WorkerEvent happened) =>
        Session.Do(new SessionInput.FromWorker(generation, happened));
}
