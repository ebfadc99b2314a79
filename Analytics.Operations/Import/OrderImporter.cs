using Analytics.Core.Documents;
using Analytics.Core.Orders;
using Analytics.Core.Windows;
using Analytics.Functions.Counting;
using Analytics.Storage;

namespace Analytics.Operations.Import;

/// <summary>Writes orders of the past to the orders table, each once.</summary>
/// <remarks>
/// An order's id is derived from what identifies it outside, and an order is written on condition that its id is free. So an import that
/// was interrupted is repeated as a whole: it finds what is there and writes the rest.
/// </remarks>
public sealed class OrderImporter(
    IOrderStore orders, CountedOrderStore counted, IMinuteStore minutes, ImportPace pace, TimeProvider time, Random random,
    DimensionRegistry dimensions)
{
    private const int MaxAttempts = 100;
    private const int ReadAtOnce = 100;
    private const int BatchesAtOnce = 8;
    private const int WritesAtOnce = 8;

    private static readonly CommitOptions Bounds = new();

    /// <summary>Writes orders and leaves it to the table stream to count them.</summary>
    /// <param name="imported">The orders, by <c>placedAt</c>.</param>
    /// <param name="lanes">Number of lanes to spread them over.</param>
    /// <param name="progress">Receives the progress.</param>
    /// <param name="cancellationToken">Stops the work between two writes; what is written stays.</param>
    public Task<ImportResult> WriteAsync(
        IReadOnlyList<ImportedOrder> imported, int lanes, IImportProgress progress, CancellationToken cancellationToken) =>
        RunAsync(imported, progress, outcome => Bounded.ForEachAsync(imported.Chunk(ReadAtOnce), BatchesAtOnce, async (chunk, token) =>
        {
            var (found, _) = await counted.ReadAsync(chunk.Select(order => order.Id), [], token);
            foreach (var there in chunk.Where(order => found.ContainsKey(order.Id)))
            {
                outcome.AddFound(there, found[there.Id]);
            }

            await Bounded.ForEachAsync(chunk.Where(order => !found.ContainsKey(order.Id)), WritesAtOnce, async (order, inner) =>
            {
                await pace.TakeAsync(1, inner);
                var stored = Store(order, await dimensions.AdmitAsync(order.Terms.Slice, inner), lanes);
                outcome.Add(order, stored, await orders.TryAddAsync(stored, inner));
            }, token);
            progress.Handled(chunk.Length);
        }, cancellationToken));

    /// <summary>Writes orders in transactions with the documents that count them.</summary>
    /// <remarks>
    /// Days are written in parallel, and the batches of a day one after another, because each transaction invalidates the rollup of its
    /// day. Orders that are in the table already are left to the table stream, which delivers them.
    /// </remarks>
    /// <inheritdoc cref="WriteAsync" path="/param"/>
    public Task<ImportResult> WriteCountedAsync(
        IReadOnlyList<ImportedOrder> imported, int lanes, IImportProgress progress, CancellationToken cancellationToken) =>
        RunAsync(imported, progress, outcome => Bounded.ForEachAsync(
            imported.GroupBy(order => order.PlacedAt.UtcDateTime.Date), BatchesAtOnce, async (day, token) =>
            {
                var byId = day.ToDictionary(order => order.Id);
                var stored = new List<StoredOrder>();
                foreach (var order in day)
                {
                    stored.Add(Store(order, await dimensions.AdmitAsync(order.Terms.Slice, token), lanes));
                }

                foreach (var batch in CountedBatch.Of(stored, pace.MaxBatch))
                {
                    await pace.TakeAsync(batch.Count, token);
                    await WriteCountedAsync(batch, byId, outcome, token);
                    progress.Handled(batch.Count);
                }
            }, cancellationToken));

    private static async Task<ImportResult> RunAsync(
        IReadOnlyList<ImportedOrder> imported, IImportProgress progress, Func<Outcome, Task> write)
    {
        var outcome = new Outcome();
        progress.Begin(imported.Count);
        await write(outcome);
        progress.Complete();
        return outcome.Result();
    }

    private async Task WriteCountedAsync(
        IReadOnlyList<StoredOrder> batch, Dictionary<OrderId, ImportedOrder> byId, Outcome outcome, CancellationToken cancellationToken)
    {
        var left = batch;
        for (var attempt = 1; ; attempt++)
        {
            var keys = left.Select(CountedBatch.KeyOf).Distinct().ToList();
            IReadOnlyDictionary<DocumentKey, MinuteHead> heads;
            try
            {
                (left, heads) = await ReadAsync(left, keys, byId, outcome, cancellationToken);
            }
            catch (DocumentUnreadableException unreadable)
            {
                // The other documents of the batch are written in the next attempt, which is not one of those that others caused.
                var (blocked, _) = await ReadAsync(
                    [.. left.Where(stored => CountedBatch.KeyOf(stored) == unreadable.Key)], [], byId, outcome, cancellationToken);
                outcome.AddBlocked(blocked.Select(stored => byId[stored.Order.Id]), unreadable);
                left = [.. left.Where(stored => CountedBatch.KeyOf(stored) != unreadable.Key)];
                attempt--;
                continue;
            }

            if (left.Count == 0 || await TryWriteAsync(left, heads, cancellationToken))
            {
                outcome.AddWritten(left.Select(stored => byId[stored.Order.Id]));
                return;
            }

            if (attempt == MaxAttempts)
            {
                throw new IOException(
                    $"The documents around {keys[0].Minute} could not be written in {MaxAttempts} attempts: other writers changed them, "
                        + "or DynamoDB throttled the writes.");
            }

            await Task.Delay(RetryDelay(attempt), time, cancellationToken);
        }
    }

    // Returns the orders that are not in the table yet, with the heads of documents.
    private async Task<(IReadOnlyList<StoredOrder> Missing, IReadOnlyDictionary<DocumentKey, MinuteHead> Heads)> ReadAsync(
        IReadOnlyList<StoredOrder> batch, IEnumerable<DocumentKey> documents, Dictionary<OrderId, ImportedOrder> byId, Outcome outcome,
        CancellationToken cancellationToken)
    {
        var (found, heads) = await counted.ReadAsync(batch.Select(stored => stored.Order.Id), documents, cancellationToken);
        foreach (var there in batch.Where(stored => found.ContainsKey(stored.Order.Id)))
        {
            outcome.Add(byId[there.Order.Id], there, found[there.Order.Id]);
        }

        return ([.. batch.Where(stored => !found.ContainsKey(stored.Order.Id))], heads);
    }

    private async Task<bool> TryWriteAsync(
        IReadOnlyList<StoredOrder> added, IReadOnlyDictionary<DocumentKey, MinuteHead> heads, CancellationToken cancellationToken)
    {
        var writes = new List<MinuteWrite>();
        foreach (var document in added.GroupBy(CountedBatch.KeyOf))
        {
            await minutes.CoverAsync(document.Key, cancellationToken);
            var head = heads.GetValueOrDefault(document.Key) ?? MinuteHead.Unwritten(document.Key);
            writes.Add(head.Plus(CountedBatch.DeltaOf(document), NewToken(), time.GetUtcNow(), Bounds.MaxHeadBytes));
        }

        return await counted.TryWriteAsync(added, writes, cancellationToken);
    }

    private StoredOrder Store(ImportedOrder order, Slice slice, int lanes)
    {
        lock (random)
        {
            return order.ToStored(slice, lanes, random);
        }
    }

    private string NewToken()
    {
        lock (random)
        {
            return random.NextInt64().ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    private TimeSpan RetryDelay(int attempt)
    {
        lock (random)
        {
            return TimeSpan.FromMilliseconds(5 * Math.Pow(2, Math.Min(attempt, 7)) * random.NextDouble());
        }
    }

    /// <summary>Collects what became of each order. Thread-safe.</summary>
    private sealed class Outcome
    {
        private readonly Lock _gate = new();
        private readonly List<ImportedOrder> _added = [];
        private readonly List<(ImportedOrder Order, string Reason)> _conflicts = [];
        private readonly Dictionary<DocumentKey, DocumentUnreadableException> _unreadable = [];
        private int _known;

        /// <summary>An order that was to be written: what is stored under its id, null if the write succeeded.</summary>
        public void Add(ImportedOrder order, StoredOrder attempted, FoundOrder? existing)
        {
            // The response to the write was lost and the write repeated, if the stored order has the attempt's own change id.
            if (existing is null || existing.Stored?.Order.ChangeIds.Contains(attempted.Order.ChangeIds[0]) == true)
            {
                AddWritten([order]);
                return;
            }

            AddFound(order, existing);
        }

        /// <summary>An order that was not to be written, since its id is taken.</summary>
        public void AddFound(ImportedOrder order, FoundOrder existing)
        {
            lock (_gate)
            {
                if (order.DifferenceFrom(existing) is { } difference)
                {
                    _conflicts.Add((order, difference));
                }
                else
                {
                    _known++;
                }
            }
        }

        public void AddWritten(IEnumerable<ImportedOrder> orders)
        {
            lock (_gate)
            {
                _added.AddRange(orders);
            }
        }

        /// <summary>Orders that cannot be counted, since their document is unreadable.</summary>
        public void AddBlocked(IEnumerable<ImportedOrder> orders, DocumentUnreadableException unreadable)
        {
            lock (_gate)
            {
                foreach (var order in orders)
                {
                    _conflicts.Add((order, $"was not written because minute {unreadable.Key.Minute} is unreadable"));
                    _unreadable[unreadable.Key] = unreadable;
                }
            }
        }

        public ImportResult Result() => new(_added, _known, [.. _conflicts.OrderBy(conflict => conflict.Order.PlacedAt)])
        {
            Unreadable = [.. _unreadable.Values.OrderBy(unreadable => unreadable.Key.Minute)],
        };
    }
}
