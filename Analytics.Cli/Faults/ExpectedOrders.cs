using System.Collections.Concurrent;
using Analytics.Cli.Demo;
using Analytics.Core.Orders;

namespace Analytics.Cli.Faults;

/// <summary>The responses that customers received, which must be true at the end. Thread-safe.</summary>
internal sealed class ExpectedOrders
{
    private readonly ConcurrentDictionary<OrderId, Entry> _entries = new();
    private readonly ConcurrentQueue<string> _contradictions = new();
    private long _sent;
    private long _replays;
    private long _retries;

    /// <summary>Every order with a 200 response, with its latest response.</summary>
    public IReadOnlyDictionary<OrderId, Entry> Entries => _entries;

    /// <summary>Descriptions of responses that violate the contract.</summary>
    public IReadOnlyCollection<string> Contradictions => _contradictions;

    /// <summary>Number of orders sent, with or without a response.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Number of orders whose cancellation got a 200 response.</summary>
    public int Cancelled => _entries.Values.Count(entry => entry.IsCancelled);

    /// <summary>Number of orders that were sent again with the same key and got a response.</summary>
    public long Replays => Interlocked.Read(ref _replays);

    /// <summary>Number of requests repeated after no response or one that asks for a retry.</summary>
    public long Retries => Interlocked.Read(ref _retries);

    public void Send() => Interlocked.Increment(ref _sent);

    public void Retry() => Interlocked.Increment(ref _retries);

    public void Replay() => Interlocked.Increment(ref _replays);

    public void Contradict(string what) => _contradictions.Enqueue(what);

    /// <summary>Records a 200 response to an order or its cancellation.</summary>
    public void Enter(ShopOrder asked, Order answered) => _entries[answered.Id] = new Entry(asked, answered);

    /// <summary>An order with its latest response.</summary>
    /// <param name="Asked">The customer's request.</param>
    /// <param name="Answered">The API's latest response.</param>
    internal sealed record Entry(ShopOrder Asked, Order Answered)
    {
        public bool IsCancelled => Answered.Status == OrderStatus.Cancelled;
    }
}
