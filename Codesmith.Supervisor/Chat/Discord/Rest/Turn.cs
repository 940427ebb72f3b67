namespace Codesmith.Supervisor.Chat.Discord.Rest;

/// <summary>
/// A request's place in the queue, and then its leave to be sent once. Belongs to the <see cref="RateLimiter"/>.
/// </summary>
internal sealed class Turn(RestRequest request, long number) : IComparable<Turn>
{
    private readonly long _number = number;
    private readonly TaskCompletionSource _granted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RequestPriority Priority { get; } = request.Priority;

    /// <summary>The route and what it is about.</summary>
    public RouteKey Key { get; } = new(request.Route.ToString(), request.Route.Resource);

    /// <summary>What the route's limit is taken for until an answer names it.</summary>
    public string Guess { get; } = request.Route.LimitName;

    /// <summary>Interactions are not counted for the bot's limit over all requests.</summary>
    public bool IsCountedGlobally { get; } = !request.IsByInteraction;

    public Task WhenGranted => _granted.Task;

    public void Grant() => _granted.TrySetResult();

    public void Fail(DiscordException reason) => _granted.TrySetException(reason);

    public void Cancel(CancellationToken cancellationToken) => _granted.TrySetCanceled(cancellationToken);

    public int CompareTo(Turn? other) =>
        other is null ? 1 : (Priority, _number).CompareTo((other.Priority, other._number));
}

/// <summary>Names what a limit is looked up by.</summary>
/// <param name="Route">Method and template, or Discord's name for the limit.</param>
/// <param name="Resource">The channel, guild, webhook or interaction.</param>
internal readonly record struct RouteKey(string Route, string Resource)
{
    /// <summary>The resource may be an interaction's token.</summary>
    public override string ToString() => Route;
}
