using Codesmith.Protocol;
using Codesmith.Supervisor.Sessions;

namespace Codesmith.Tests.Sessions;

/// <summary>What the user is asked: by the agent, and about hosts.</summary>
internal sealed partial class SessionWalk
{
    private readonly Random _hostRandom = new(seed);
    private readonly HashSet<long> _hosts = [];
    private long _lastHost;

    /// <summary>
    /// Sometimes something in the sandbox wants to reach a host, or does not wait any more, or the user decides on it.
    /// </summary>
    public void PerhapsWantHost()
    {
        int before = Session.Effects.Count;
        var open = Session.State.Hosts.Open;
        string[] choices = [HostQuestion.Once, HostQuestion.ForSession, HostQuestion.Deny];
        switch (_hostRandom.Next(24))
        {
            case 0:
                _hosts.Add(++_lastHost);
                Session.Do(new SessionInput.HostWanted(_lastHost, $"h{_hostRandom.Next(6)}.example"));
                break;
            case 1 when open.Count > 0:
                _interactions.Add(Session.Reply(new QuestionAnswer(
                    open[0].QuestionId, QuestionDecision.Accept, [[choices[_hostRandom.Next(3)]]])));
                break;
            case 2 when _hosts.Count > 0:
                long request = _hosts.Min();
                _hosts.Remove(request);
                Session.Do(new SessionInput.HostGivenUp(request));
                break;
        }
        Note(Session.Effects.Skip(before));
    }

    private void AnswerQuestion()
    {
        string id = $"q{_random.Next(3)}";
        if (_random.Next(2) == 0)
        {
            _interactions.Add(Session.Reply(new QuestionAnswer(id, QuestionDecision.Accept, [])));
            return;
        }
        _interactions.Add(Session.Press(id));
        if (_random.Next(2) == 0)
        {
            Session.Do(new SessionInput.RequestTaken(
                Session.State.Generation, new WorkerRequest.PressKey(AgentKey.Enter), _interactions[^1]));
        }
    }
}
