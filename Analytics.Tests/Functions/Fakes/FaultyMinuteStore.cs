using Analytics.Core.Documents;
using Analytics.Core.Windows;
using Analytics.Storage;

namespace Analytics.Tests.Functions.Fakes;

/// <summary>
/// A store in bad weather: it throttles, loses the answer of a write that it made, and lets other writers in between. Survived by
/// delivering the batch again.
/// </summary>
internal sealed class FaultyMinuteStore(Random random, double rate) : InMemoryMinuteStore
{
    public int Faults { get; private set; }

    public override async Task<MinuteHead?> ReadHeadAsync(DocumentKey key, CancellationToken cancellationToken)
    {
        ThrowSometimes("throttled before the read");
        var head = await base.ReadHeadAsync(key, cancellationToken);
        await Task.Yield();
        return head;
    }

    public override async Task<HeadWrite> TryWriteAsync(
        MinuteWrite write, IReadOnlyList<RollupPeriod> invalidated, CancellationToken cancellationToken)
    {
        ThrowSometimes("throttled before the write");
        await Task.Yield();
        var written = await base.TryWriteAsync(write, invalidated, cancellationToken);
        ThrowSometimes("the answer was lost after the write");
        return Chance()
            // What the SDK does when an answer is lost: it makes the same write again.
            ? await base.TryWriteAsync(write, invalidated, cancellationToken)
            : written;
    }

    private void ThrowSometimes(string what)
    {
        if (Chance())
        {
            Faults++;
            throw new IOException(what);
        }
    }

    private bool Chance()
    {
        lock (random)
        {
            return random.NextDouble() < rate;
        }
    }
}
