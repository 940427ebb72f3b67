namespace Codesmith.Supervisor.Sessions.Running;

/// <summary>The places for sessions that run at one time. Who finds none waits; who came first is first.</summary>
/// <param name="most">How many places there are.</param>
internal sealed class SessionPlaces(int most)
{
    private readonly Lock _gate = new();
    private readonly List<SessionPlace> _waiting = [];
    private int _taken;

    /// <summary>Takes a place, or the last position in the queue, until the result is disposed.</summary>
    public SessionPlace Enter()
    {
        lock (_gate)
        {
            var place = new SessionPlace(this);
            if (_taken < most)
            {
                _taken++;
            }
            else
            {
                _waiting.Add(place);
                place.Move(_waiting.Count);
            }
            return place;
        }
    }

    internal (int Position, Task Changed) Look(SessionPlace place)
    {
        lock (_gate)
            return (place.Position, place.Changed);
    }

    internal void Leave(SessionPlace place)
    {
        lock (_gate)
        {
            if (!_waiting.Remove(place))
            {
                if (_waiting.Count == 0)
                {
                    _taken--;
                    return;
                }
                _waiting[0].Move(0);
                _waiting.RemoveAt(0);
            }
            foreach (var (index, each) in _waiting.Index())
                each.Move(index + 1);
        }
    }
}
