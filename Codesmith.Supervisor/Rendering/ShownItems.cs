using Codesmith.Supervisor.Chat;

namespace Codesmith.Supervisor.Rendering;

/// <summary>Turns settled posts into settled items: those of which every post is settled.</summary>
/// <param name="settled">Is told the numbers of the items.</param>
internal sealed class ShownItems(Func<IReadOnlyList<long>, Task> settled)
{
    private readonly HashSet<PostKey> _settled = [];
    private HashSet<long> _told = [];
    private ILookup<long, PostKey> _expected = Array.Empty<PostKey>().ToLookup(key => key.Item);

    /// <summary>A new view.</summary>
    public void Expect(IReadOnlyList<DesiredPost> posts)
    {
        _expected = posts.Select(post => post.Key).ToLookup(key => key.Item);
        _settled.RemoveWhere(key => !_expected.Contains(key.Item));
        _told = [.. _told.Where(_expected.Contains)];
    }

    /// <summary>These posts are settled.</summary>
    public async Task SettleAsync(IReadOnlyList<PostKey> keys)
    {
        _settled.UnionWith(keys);
        var items = keys.Select(key => key.Item).Distinct()
            .Where(item => _expected[item].All(_settled.Contains) && _told.Add(item)).ToList();
        if (items.Count > 0)
            await settled(items);
    }
}
