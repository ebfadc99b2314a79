using System.Collections.Concurrent;
using Analytics.Cli.Demo;
using Analytics.Core.Orders;

namespace Analytics.Cli.Faults;

/// <summary>What customers were told, which is what must be true in the end. Thread-safe.</summary>
internal sealed class ExpectedOrders
{
    private readonly ConcurrentDictionary<OrderId, Entry> _entries = new();
    private readonly ConcurrentQueue<string> _contradictions = new();
    private long _sent;
    private long _replays;
    private long _retries;

    /// <summary>Every order that was answered 200, as it was answered last.</summary>
    public IReadOnlyDictionary<OrderId, Entry> Entries => _entries;

    /// <summary>Answers that no customer should get, in words.</summary>
    public IReadOnlyCollection<string> Contradictions => _contradictions;

    /// <summary>Orders that were sent off, answered or not.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Orders whose cancellation was answered 200.</summary>
    public int Cancelled => _entries.Values.Count(entry => entry.IsCancelled);

    /// <summary>Orders that were sent once more with the same key, and answered.</summary>
    public long Replays => Interlocked.Read(ref _replays);

    /// <summary>Requests that had no answer, or one that says to try again, and were made again.</summary>
    public long Retries => Interlocked.Read(ref _retries);

    public void Send() => Interlocked.Increment(ref _sent);

    public void Retry() => Interlocked.Increment(ref _retries);

    public void Replay() => Interlocked.Increment(ref _replays);

    public void Contradict(string what) => _contradictions.Enqueue(what);

    /// <summary>An order, or its cancellation, was answered 200.</summary>
    public void Enter(ShopOrder asked, Order answered) => _entries[answered.Id] = new Entry(asked, answered);

    /// <summary>One order.</summary>
    /// <param name="Asked">What the customer asked for.</param>
    /// <param name="Answered">What the API answered last.</param>
    internal sealed record Entry(ShopOrder Asked, Order Answered)
    {
        public bool IsCancelled => Answered.Status == OrderStatus.Cancelled;
    }
}
