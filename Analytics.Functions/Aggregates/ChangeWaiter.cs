using Analytics.Core.Documents;
using Analytics.Core.Orders;
using Analytics.Core.Windows;
using Analytics.Functions.Counting;
using Analytics.Storage;

namespace Analytics.Functions.Aggregates;

/// <summary>Waits until changes are counted, so that a caller can read its own writes.</summary>
public sealed class ChangeWaiter(IMinuteStore store, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    // Sizes of zero: nothing is cached between requests.
    private readonly DocumentCache _documents = new(store, 0, 0);

    /// <summary>Polls every 50 ms until all given changes are counted.</summary>
    /// <param name="changes">The changes to wait for.</param>
    /// <param name="wait">Maximum time to wait.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>Null when all are counted, else the changes that are not.</returns>
    public async Task<MissingChanges?> WaitAsync(IReadOnlyList<ChangeToken> changes, TimeSpan wait, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var missing = changes.ToList();
        var documents = new Dictionary<DocumentKey, CachedDocument>();
        while (missing.Count > 0)
        {
            foreach (var key in missing.Select(change => new DocumentKey(change.Lane, change.Minute)).Distinct().ToList())
            {
                documents[key] = await _documents.RefreshAsync(
                    documents.GetValueOrDefault(key) ?? new CachedDocument(key), cancellationToken);
            }

            missing.RemoveAll(change => documents[new DocumentKey(change.Lane, change.Minute)].HasCounted(change.Change));
            var waited = time.GetElapsedTime(start);
            if (missing.Count > 0 && waited >= wait)
            {
                return new MissingChanges(missing, waited, documents.Values.Max(document => document.Head?.CommittedAt));
            }

            if (missing.Count > 0)
            {
                await Task.Delay(Interval, time, cancellationToken);
            }
        }

        return null;
    }
}

/// <summary>Changes that were not counted within the wait time.</summary>
/// <param name="Tokens">Their change tokens.</param>
/// <param name="Waited">How long the reader waited for them.</param>
/// <param name="LatestCommit">The latest commit to their minute documents; null when there was none.</param>
public sealed record MissingChanges(IReadOnlyList<ChangeToken> Tokens, TimeSpan Waited, DateTimeOffset? LatestCommit);
