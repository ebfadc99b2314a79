using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Changes;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Functions.Counting;
using Analytics.Functions.Storage;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Analytics.Tests.Fuzz.Targets;

/// <summary>The item of a minute document's first part, as it is read and as a commit to it finds it.</summary>
internal sealed class MinuteDocumentTarget : FuzzTarget
{
    private static readonly OrderChange Change = CountingBench.Good;
    private static readonly DocumentKey Key = LanePlan.Always(1).DocumentOf(Minute.Of(Change.PlacedAt), Change.Id.Fingerprint());

    public override IReadOnlyList<byte[]> Seeds { get; } = Texts(
        DynamoDbJson.Write(MinuteItem.Write(Part(Some.Placed(Some.Order(1, at: "12:07"))))),
        DynamoDbJson.Write(MinuteItem.Write(Part(Some.Placed(Some.Order(1, at: "12:07")), Some.Cancelled(Some.Order(2, at: "12:07",
        currency: Some.Jpy))))),
        DynamoDbJson.Write(MinuteItem.Write(Part())));

    public override IReadOnlyList<byte[]> Words { get; } = [.. Vocabulary.Attributes, .. Texts("{\"M\":{\"KWD\":{\"N\":\"1\"}}}",
    "{\"M\":{\"XXX\":{\"N\":\"1\"}}}")];

    public override string Run(byte[] input)
    {
        Dictionary<string, AttributeValue> item;
        try
        {
            item = DynamoDbJson.Read(input);
        }
        catch (JsonException)
        {
            return "no item";
        }

        var sums = Refused(() => MinuteItem.ReadSums(item));
        if (Refused(() => MinuteItem.Read(item)) is { } refusal)
        {
            var committing = Commit(item);
            Hold(committing.StartsWith("refused", StringComparison.Ordinal), () => $"What cannot be read was committed to: {committing}");
            return $"{refusal}; {(sums is null ? "its sums are read" : "")}";
        }

        Hold(sums is null, () => $"It is read, but not its sums: {sums}");
        var part = MinuteItem.Read(item);
        if (part.Key != Key)
        {
            return "of another document";
        }

        Hold(MinuteItem.Read(MinuteItem.Write(part)).Tally.Equals(part.Tally), () => "It does not read back.");
        return $"read; {Commit(item)}";
    }

    private static string? Refused(Action read)
    {
        try
        {
            read();
            return null;
        }
        catch (FormatException refusal)
        {
            return $"refused {refusal.Message[(refusal.Message.LastIndexOf(':') + 1)..]}";
        }
    }

    private static string Commit(Dictionary<string, AttributeValue> item)
    {
        try
        {
            var committer = new Committer(new OneItem(item), new CommitOptions(), new FakeTimeProvider(Some.At("13:00")), new Random(1));
            var result = committer.CommitAsync(DocumentBatch.Of(Key, [Change]), Road.Fast, default).GetAwaiter().GetResult();
            return result.Counted.Count > 0 ? "committed" : "had been counted";
        }
        catch (Exception refusal) when (refusal is FormatException or IOException)
        {
            return $"refused {refusal.GetType().Name}";
        }
    }

    private static MinuteHead Part(params OrderChange[] changes)
    {
        var contribution = new TallyDelta();
        changes.ToList().ForEach(change => contribution.Add(change));
        return new CachedDocument(Key).Next(contribution, "w", Some.At("12:08"), 8 * 1024).Part;
    }

    /// <summary>A table that holds one item, as it stands, and takes another part if that one is sealed. It has no pieces.</summary>
    private sealed class OneItem(Dictionary<string, AttributeValue> item) : IMinuteStore
    {
        private const int WritesMax = 50;

        private int _writes;

        public Task<IReadOnlyList<MinuteHead>> ReadPartsAsync(DocumentKey key, CancellationToken cancellationToken)
        {
            // What stands under another key is not found by this one.
            var part = MinuteItem.Read(item);
            return Task.FromResult<IReadOnlyList<MinuteHead>>(part.Key == key ? [part] : throw new IOException("It is of another document."));
        }

        public Task<IReadOnlyList<MinuteSegment>> FindPiecesAsync(DocumentKey key, int from, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<MinuteSegment>>([]);

        public Task<HeadWrite> TryWriteAsync(MinuteWrite write, IReadOnlyList<RollupPeriod> over, CancellationToken cancellationToken)
        {
            if (++_writes > WritesMax)
            {
                throw new FuzzException($"A commit tries for ever; last revision {write.Part.Revision}.");
            }

            var current = MinuteItem.Read(item);
            return Task.FromResult<HeadWrite>(write.Part.Number != current.Number || write.Part.Revision == current.Revision + 1
                ? new HeadWrite.Written()
                : new HeadWrite.Lost(current));
        }

        public IAsyncEnumerable<MinuteSegment> FindPiecesAsync(int lane, MinuteRange range, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public IAsyncEnumerable<MinuteHead> ReadPartsAsync(int lane, MinuteRange range, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<Minute?> FirstMinuteAsync(int lane, MinuteRange range, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public IAsyncEnumerable<MinuteSums> ReadRangeAsync(int lane, MinuteRange range, SumsRead read, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
