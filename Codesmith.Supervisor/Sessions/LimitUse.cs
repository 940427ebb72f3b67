namespace Codesmith.Supervisor.Sessions;

/// <summary>How much is used of something that is limited.</summary>
/// <param name="Name">What it is, as a status line names it.</param>
/// <param name="Text">How much of how much, with units, and when that ends if it does.</param>
/// <param name="Share">The same as a part of 1.</param>
internal sealed record LimitUse(string Name, string Text, double Share)
{
    /// <summary>Whether the user should know, so that the end does not come by surprise.</summary>
    public bool IsNear => Share >= SessionLimits.NearShare;
}
