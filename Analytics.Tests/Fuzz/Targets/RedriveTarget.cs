using System.Text;
using Analytics.Core.Wire;
using Analytics.Functions.Counting;
using Analytics.Operations.Quarantine;
using Analytics.Storage;
using Analytics.Tests.Functions.Counting;
using Analytics.Tests.Support;

namespace Analytics.Tests.Fuzz.Targets;

/// <summary>Arbitrary bytes in quarantine, redriven. The first byte says as what they were put aside.</summary>
internal sealed class RedriveTarget : FuzzTarget
{
    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        [0, .. ChangeEvent.Write(Some.Placed(Some.Order(1))).Span],
        [0, .. ChangeEvent.Write(Some.Cancelled(Some.Order(1))).Span],
        [1, .. Encoding.UTF8.GetBytes(Events.StreamRecord(Some.Placed(Some.Order(1))))],
        [1, .. Encoding.UTF8.GetBytes(Events.StreamRecord("REMOVE", Some.Order(3), null))],
        [2, .. "{\"eventSource\":\"aws:kinesis\",\"kinesis\":{\"sequenceNumber\":\"7\",\"data\":\"e30=\"}}"u8],
    ];

    public override int? JsonAt(byte[] input) => 1;

    public override string Run(byte[] input)
    {
        var kind = input.Length > 0 ? input[0] % 3 : 0;
        var record = new QuarantinedRecord(kind == 1 ? "table-stream"
            : "kinesis", "arn", "1", "No.", input.AsMemory(Math.Min(1, input.Length)),
        Some.At("12:00"))
        {
            IsWholeRecord = kind > 0,
        };
        var bench = new CountingBench();
        bench.Quarantine.PutAsync(record, default).GetAwaiter().GetResult();

        var redriven = bench.Redrive(Only(bench) ?? throw new FuzzException("What was put aside is not listed."));

        Hold(Only(bench) is null == redriven is Redriven.Accepted,
        () => $"It is {(Only(bench) is null ? "gone" : "still there")}, and it was {redriven}.");
        var parsed = StreamEventParser.ReadQuarantined(record).Parsed;
        if (redriven is Redriven.Accepted && parsed is ParsedChange.Accepted(var change, _))
        {
            bench.HoldExactly(change);
        }

        return redriven.ToString();
    }

    private static QuarantineEntry? Only(CountingBench bench)
    {
        var entries = bench.Quarantine.ListAsync("", default).GetAsyncEnumerator();
        return entries.MoveNextAsync().AsTask().GetAwaiter().GetResult() ? entries.Current : null;
    }
}
