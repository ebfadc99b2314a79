namespace Analytics.Storage;

/// <summary>Does a number of waits side by side, a stated number of them at once.</summary>
/// <remarks>
/// Everything runs where the caller runs: unlike
/// <see cref="Parallel.ForEachAsync{TSource}(IEnumerable{TSource}, Func{TSource, CancellationToken, ValueTask})"/> it never moves work to
/// the thread pool by itself. The work here is waiting for a table, so nothing is lost by that, and a simulation that brings its own
/// scheduler decides every step.
/// </remarks>
public static class Bounded
{
    /// <summary>Runs an action for each item, in their order, at most <paramref name="atOnce"/> at a time.</summary>
    /// <param name="items">The items; enumerated once, from the one caller's flow at a time.</param>
    /// <param name="atOnce">How many run at once, at least 1.</param>
    /// <param name="action">What to do. After one has failed no further one is begun.</param>
    /// <param name="cancellationToken">Begins no further one; handed to those that run.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
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
