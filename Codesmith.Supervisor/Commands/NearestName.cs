namespace Codesmith.Supervisor.Commands;

/// <summary>Guesses which name was meant by a mistyped one.</summary>
internal static class NearestName
{
    /// <summary>Longer inputs are not typing mistakes, and the comparison's cost grows with the length.</summary>
    private const int LongestTyped = 32;

    /// <summary>The name that is nearest, or null if none is near.</summary>
    internal static string? Find(string typed, IEnumerable<string> names)
    {
        if (typed.Length is 0 or > LongestTyped)
            return null;

        string[] candidates = [.. names];
        string? begun = candidates.FirstOrDefault(name => name.StartsWith(typed, StringComparison.Ordinal));
        if (begun is not null)
            return begun;

        string? nearest = candidates.MinBy(name => Distance(typed, name));
        return nearest is not null && Distance(typed, nearest) <= Math.Max(1, nearest.Length / 3) ? nearest : null;
    }

    /// <summary>How many insertions, deletions, replacements and swaps of neighbours make one of the other.</summary>
    private static int Distance(string left, string right)
    {
        int[,] cost = new int[left.Length + 1, right.Length + 1];
        for (int i = 0; i <= left.Length; i++)
            cost[i, 0] = i;
        for (int j = 0; j <= right.Length; j++)
            cost[0, j] = j;

        for (int i = 1; i <= left.Length; i++)
        {
            for (int j = 1; j <= right.Length; j++)
            {
                int replacement = left[i - 1] == right[j - 1] ? 0 : 1;
                cost[i, j] = Math.Min(
                    Math.Min(cost[i - 1, j] + 1, cost[i, j - 1] + 1), cost[i - 1, j - 1] + replacement);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
            }
        }

        return cost[left.Length, right.Length];
    }
}
