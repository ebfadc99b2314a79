namespace Analytics.Storage;

/// <summary>Runs asynchronous actions concurrently, up to a limit.</summary>
/// <remarks>
/// Everything runs in the caller's context: unlike
/// <see cref="Parallel.ForEachAsync{TSource}(IEnumerable{TSource}, Func{TSource, CancellationToken, ValueTask})"/> it never moves work to
/// the thread pool by itself. The actions only wait for a table, so this costs nothing, and a simulation with its own scheduler controls
/// every step.
/// </remarks>
public static class Bounded
{
    /// <summary>Runs an action for each item, started in item order, at most <paramref name="atOnce"/> at a time.</summary>
    /// <param name="items">The items. Enumerated once, never by two threads at the same time.</param>
    /// <param name="atOnce">Maximum number of concurrent actions, at least 1.</param>
    /// <param name="action">The action. After one has failed, no further action starts.</param>
    /// <param name="cancellationToken">Prevents further actions from starting, and is passed to each action.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task ForEachAsync<T>(
        IEnumerable<T> items, int atOnce, Func<T, CancellationToken, Task> action, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(atOnce, 1);
        var gate = new Lock();
        var failed = false;
        using var rest = items.GetEnumerator();
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(_ => WorkAsync()).ToArray());

        async Task WorkAsync()
        {
            while (TryTake(out var item))
            {
                try
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    await action(item, cancellationToken);
                }
                catch
                {
                    failed = true;
                    throw;
                }
            }
        }

        bool TryTake([System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T item)
        {
            lock (gate)
            {
                var taken = !failed && rest.MoveNext();
                item = taken ? rest.Current : default;
                return taken;
            }
        }
    }
}
