namespace Codesmith.Supervisor.Chat.Discord.Rest;

/// <summary>
/// Finds the limit of a route. Until an answer names it, it goes by the name that the same route had elsewhere, or by a
/// guess: the route's own name, or that of routes which mostly share one. Belongs to the <see cref="RateLimiter"/>.
/// </summary>
internal sealed class BucketTable
{
    private readonly Dictionary<RouteKey, Bucket> _byRoute = [];
    private readonly Dictionary<RouteKey, Bucket> _byName = [];
    private readonly Dictionary<string, string> _names = []; // of routes and guesses; as many as there are templates
    private TimeSpan _nextLook;

    public int Count => _byName.Count;

    public Bucket Of(Turn turn)
    {
        var route = turn.Key;
        if (_byRoute.TryGetValue(route, out var bucket))
            return bucket;
        string name = _names.GetValueOrDefault(route.Route) ?? _names.GetValueOrDefault(turn.Guess, turn.Guess);
        bucket = Named(new RouteKey(name, route.Resource));
        bucket.Routes.Add(route);
        _byRoute.Add(route, bucket);
        return bucket;
    }

    /// <summary>
    /// An answer named the limit of a route: the result is what goes by that name, for this resource.
    /// </summary>
    public Bucket Rename(Bucket bucket, Turn turn, string name)
    {
        _names[turn.Key.Route] = name;
        _names.TryAdd(turn.Guess, name);
        if (bucket.Key.Route == name)
            return bucket;
        var target = Named(new RouteKey(name, turn.Key.Resource));
        // Those that share the guess go along until an answer to them says something else.
        foreach (var route in bucket.Key.Route == turn.Guess ? bucket.Routes.ToArray() : [turn.Key])
        {
            bucket.MoveTo(target, route);
            _byRoute[route] = target;
        }
        if (bucket.Routes.Count == 0)
            _byName.Remove(bucket.Key);
        return target;
    }

    public void Forget(Bucket bucket, TimeSpan now)
    {
        if (!bucket.IsForgettable(now))
            return;
        _byName.Remove(bucket.Key);
        foreach (var route in bucket.Routes)
            _byRoute.Remove(route);
    }

    public void ForgetIdle(TimeSpan now)
    {
        if (now < _nextLook)
            return;
        _nextLook = now + RestLimits.BucketIdle;
        foreach (var bucket in _byName.Values.ToList())
            Forget(bucket, now);
    }

    private Bucket Named(RouteKey name)
    {
        if (!_byName.TryGetValue(name, out var bucket))
            _byName.Add(name, bucket = new Bucket(name));
        return bucket;
    }
}
