using System.Text.Json;
using Analytics.Core.Changes;
using Analytics.Core.Wire;
using Analytics.Functions.Counting;
using Analytics.Tests.Functions.Counting;
using Analytics.Tests.Support;

namespace Analytics.Tests.Fuzz.Targets;

/// <summary>The JSON of one record of either event source, through the whole analytics function, with a good record beside it.</summary>
internal sealed class StreamRecordTarget : FuzzTarget
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 250 };

    public override IReadOnlyList<byte[]> Seeds { get; } = Texts(
        Events.StreamRecord(Some.Placed(Some.Order(1))),
        Events.StreamRecord(Some.Cancelled(Some.Order(2))),
        Events.StreamRecord("REMOVE", Some.Order(3), null),
        Events.StreamRecord("MODIFY", Some.Order(4), Some.Order(4)),
        Events.StreamRecord("MODIFY", Some.Order(6), Some.Order(6, at: "12:03") with { Lane = 2, ChangeIds = [] }),
        Record(Events.Kinesis(ChangeEvent.Write(Some.Placed(Some.Order(5))).ToArray())));

    public override IReadOnlyList<byte[]> Words { get; } =
    [
        .. Vocabulary.Json,
        .. Texts("{\"S\":\"x\"}", "{\"N\":\"1\"}", "{\"N\":\"1e5\"}", "{\"L\":[]}", "{\"M\":{}}", "{\"B\":\"AA==\"}", "{\"SS\":[\"a\"]}",
            "{\"NULL\":true}", "\"lane\":{\"N\":\"3\"}",
            "\"changeIds\":{\"L\":[]}", "{\"L\":[{\"S\":\"caa38c9c00000002\"}]}", "\"INSERT\"", "\"MODIFY\"", "\"REMOVE\"",
            "\"aws:kinesis\"", "\"aws:dynamodb\"", "\"NewImage\":", "\"OldImage\":",
            "\"userIdentity\":{\"principalId\":\"dynamodb.amazonaws.com\",\"type\":\"Service\"},", "\"data\":\"e30=\""),
    ];

    public override string Run(byte[] input)
    {
        // Text that is no value of its own would be part of the event around it, and say nothing of a record.
        if (!IsValue(input))
        {
            return "no record";
        }

        var good = Events.StreamRecord(CountingBench.Good);
        var batch = (byte[])[.. "{\"Records\":["u8, .. input, .. ","u8, .. CountingBench.Utf8(good), .. "]}"u8];
        var bench = new CountingBench();
        bench.Deliver(batch);

        var record = StreamEventParser.Read(batch)[0];
        var isCounted = record.Parsed is ParsedChange.Accepted(var change, _)
            && (record.Source == ChangeSource.TableStream || change.Before is null);
        bench.HoldExactly(isCounted ? [CountingBench.Good, ((ParsedChange.Accepted)record.Parsed).Value] : [CountingBench.Good]);
        if (CountingBench.ReasonOf(record.Parsed) is { } reason)
        {
            var kept = bench.Quarantine.Records.Single();
            Hold(kept.Raw.Span.SequenceEqual(record.Raw.Span), () => "It was put aside with other bytes.");
            Hold(kept.Reason == reason && CountingBench.AreSame(StreamEventParser.ReadQuarantined(kept).Parsed, record.Parsed),
                () => "It reads differently in quarantine.");
        }
        else
        {
            Hold(bench.Quarantine.Records.Count == 0, () => "A change was put aside.");
        }

        return $"{record.Source} {CountingBench.Outcome(record.Parsed)}";
    }

    private static bool IsValue(byte[] input)
    {
        try
        {
            using var json = JsonDocument.Parse(input, Deep);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Record(byte[] batch)
    {
        using var json = JsonDocument.Parse(batch);
        return json.RootElement.GetProperty("Records")[0].GetRawText();
    }
}
