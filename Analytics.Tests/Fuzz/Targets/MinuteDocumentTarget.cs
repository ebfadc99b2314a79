using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Changes;
using Analytics.Core.Documents;
using Analytics.Core.Windows;
using Analytics.Functions.Counting;
using Analytics.Storage;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Analytics.Tests.Fuzz.Targets;

/// <summary>
/// The item of a minute document's head, as it is read and as a commit to it finds it; as it is, and with the checksum that belongs to it.
/// </summary>
internal sealed class MinuteDocumentTarget : FuzzTarget
{
    private static readonly OrderChange Change = CountingBench.Good;
    private static readonly DocumentKey Key = Change.Flat().To!.Value;

    public override IReadOnlyList<byte[]> Seeds { get; } = Texts(
        DynamoDbJson.Write(MinuteItem.Write(Head(Some.Placed(Some.Order(1, at: "12:07"))))),
        DynamoDbJson.Write(MinuteItem.Write(Head(
            Some.Placed(Some.Order(1, at: "12:07")), Some.Placed(Some.Order(2, at: "12:07", currency: Some.Jpy)),
            Some.Streamed(Some.Order(2, at: "12:07", currency: Some.Jpy), null)))),
        DynamoDbJson.Write(MinuteItem.Write(Head())));

    public override IReadOnlyList<byte[]> Words { get; } =
        [.. Vocabulary.Attributes,
            .. Texts("{\"M\":{\"KWD\":{\"N\":\"1\"}}}", "{\"M\":{\"XXX\":{\"N\":\"1\"}}}", "\"editMarks\":", "\"segments\":")];

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

        // A mutation seldom has the right checksum; with it, the readers behind it are reached.
        Hold(item.IsSealed() || Refused(() => MinuteItem.Read(item)) is not null, () => "It is read, though its checksum does not match.");
        item.Seal();
        var sums = Refused(() => MinuteItem.ReadSums(item, withItems: true));
        if (Refused(() => MinuteItem.Read(item)) is { } refusal)
        {
            var committing = Commit(item);
            Hold(committing.StartsWith("refused", StringComparison.Ordinal), () => $"What cannot be read was committed to: {committing}");
            return $"{refusal}; {(sums is null ? "its sums are read" : "")}";
        }

        Hold(sums is null, () => $"It is read, but not its sums: {sums}");
        var head = MinuteItem.Read(item);
        if (head.Key != Key)
        {
            return "of another document";
        }

        var again = MinuteItem.Read(MinuteItem.Write(head));
        Hold(again.Tally.Equals(head.Tally) && again.Ids.SequenceEqual(head.Ids) && again.Marks.SequenceEqual(head.Marks),
            () => "It does not read back.");
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
            var result = new CommitResult();
            committer.CommitAsync(DocumentBatch.Of(Key, [Change]), ChangeSource.Kinesis, result, default).GetAwaiter().GetResult();
            return result.Counted.Count > 0 ? "committed" : "had been counted";
        }
        catch (Exception refusal) when (refusal is FormatException or IOException)
        {
            return $"refused {refusal.GetType().Name}";
        }
    }

    private static MinuteHead Head(params OrderChange[] changes)
    {
        var (document, delta) = (new CachedDocument(Key), new TallyDelta());
        changes.ToList().ForEach(change => CountingRule.Count(change.Flat(), document, delta));
        return document.Next(delta, "w", Some.At("12:08"), 8 * 1024).Head;
    }

    /// <summary>A table that holds one item, as it is. It has no segments.</summary>
    private sealed class OneItem(Dictionary<string, AttributeValue> item) : IMinuteStore
    {
        private const int MaxWrites = 50;

        private int _writes;

        public Task<DocumentExtent?> ReadExtentAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task CoverAsync(DocumentKey key, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<MinuteHead?> ReadHeadAsync(DocumentKey key, CancellationToken cancellationToken)
        {
            // What stands under another key is not found by this one.
            var head = MinuteItem.Read(item);
            return Task.FromResult<MinuteHead?>(head.Key == key ? head : throw new IOException("It is of another document."));
        }

        public Task<IReadOnlyList<MinuteSegment>> FindSegmentsAsync(DocumentKey key, int from, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<MinuteSegment>>([]);

        public Task<HeadWrite> TryWriteAsync(
            MinuteWrite write, IReadOnlyList<RollupPeriod> invalidated, CancellationToken cancellationToken)
        {
            if (++_writes > MaxWrites)
            {
                throw new FuzzException($"A commit tries for ever; last revision {write.Head.Revision}.");
            }

            var current = MinuteItem.Read(item);
            return Task.FromResult<HeadWrite>(
                write.Head.Revision == current.Revision + 1 ? new HeadWrite.Written() : new HeadWrite.Lost(current));
        }

        public IAsyncEnumerable<MinuteHead> ReadHeadsAsync(
            int lane, MinuteRange range, Action<DocumentUnreadableException>? unreadable, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public IAsyncEnumerable<MinuteSums> ReadSumsAsync(int lane, MinuteRange range, SumsRead read,
            CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<bool> TryReplaceDamagedAsync(
            DocumentKey key, IReadOnlyList<TallyDelta> contents, string writer, DateTimeOffset at, IReadOnlyList<RollupPeriod> invalidated,
            CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
