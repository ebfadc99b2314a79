using Analytics.Core.Wire;
using Analytics.Functions.Counting;
using Analytics.Storage;
using Analytics.Tests.Functions.Counting;
using Analytics.Tests.Support;

namespace Analytics.Tests.Fuzz.Targets;

/// <summary>What a Kinesis record carries, through the whole analytics function, with a good record beside it.</summary>
internal sealed class KinesisDataTarget : FuzzTarget
{
    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        ChangeEvent.Write(Some.Placed(Some.Order(1))).ToArray(),
        ChangeEvent.Write(Some.Cancelled(Some.Order(2, at: "12:03", currency: Some.Jpy))).ToArray(),
        ChangeEvent.Write(Some.Placed(Some.Order(3, lines: [new("tea", 2, 350), new("抹茶", 1, 1), new("tea", 1, 0)]))).ToArray(),
    ];

    public override IReadOnlyList<byte[]> Words { get; } =
    [
        .. Vocabulary.Json,
        .. Texts("\"order.amended.v1\"", "\"order.placed.v1\"", "\"CANCELLED\"", "\"KWD\"", "\"unitPrice\":", "\"version\":2147483647",
            "\"lane\":255",
            "\"lane\":256", "\"changeId\":\"caa38c9c00000002\"", "\"0000000000000000\"", "\"sku\":\"tea\",", "\"before\":null,"),
    ];

    // The record and the good one travel as Base64 in an event, and come out in several copies.
    public override long MaxAllocated(int length) => 4L * 1024 * 1024 + 2_000L * length;

    public override string Run(byte[] input)
    {
        var bench = new CountingBench();
        bench.Deliver(Events.Kinesis(input, ChangeEvent.Write(CountingBench.Good).ToArray()));

        var parsed = ChangeEvent.Read(input);
        if (parsed is ParsedChange.Accepted(var change, _))
        {
            // Nothing is counted of the order before, so what does not place one is left to the table stream.
            var isPlaced = change.Before is null;
            bench.HoldExactly(isPlaced ? [CountingBench.Good, change] : [CountingBench.Good]);
            Hold(bench.Quarantine.Records.Count == 0, () => "A change was put aside.");
            return $"{CountingBench.Outcome(parsed)} {(isPlaced ? "counted" : "left to the table stream")}";
        }

        bench.HoldExactly(CountingBench.Good);
        var kept = bench.Quarantine.Records.Single();
        Hold(kept.Raw.Span.SequenceEqual(input), () => "It was put aside with other bytes.");
        Hold(StreamEventParser.ReadQuarantined(kept).Parsed == parsed, () => "It reads differently in quarantine.");
        Hold(QuarantineItem.ReadEntry(QuarantineItem.WriteHead(kept, "w")).Trouble is null, () => "It cannot be read out of quarantine.");
        return CountingBench.Outcome(parsed);
    }
}
