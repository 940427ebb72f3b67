namespace Codesmith.Supervisor.Workers;

/// <summary>What belongs to one sandbox. Disposing ends all of it, the last part first, also when one of them fails.</summary>
internal sealed class SandboxParts : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _parts = [];

    /// <summary>Takes a part over.</summary>
    public T Add<T>(T part) where T : IAsyncDisposable
    {
        _parts.Push(part);
        return part;
    }

    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var part))
        {
            try
            {
                await part.DisposeAsync();
            }
            catch
            {
                await DisposeAsync();
                throw;
            }
        }
    }
}
