using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Analytics.Cli.Quarantine;
using Analytics.Operations.Quarantine;
using Analytics.Storage;
using Analytics.Tests.Support;

namespace Analytics.Tests.Fuzz.Targets;

/// <summary>The head of a record in quarantine, as it is listed, described and redriven.</summary>
internal sealed class QuarantineItemTarget : FuzzTarget
{
    private static readonly QuarantinedRecord Record = new("kinesis", "arn", "shard:1", "It is not JSON.", "no change"u8.ToArray(),
    Some.At("12:00")) { ArrivedAt = Some.At("11:59") };

    public override IReadOnlyList<byte[]> Seeds { get; } = Texts(
        DynamoDbJson.Write(QuarantineItem.WriteHead(Record, "w")),
        DynamoDbJson.Write(QuarantineItem.WriteHead(Record with { Source = "table-stream", IsWholeRecord = true, ArrivedAt = null }, "w")));

    public override IReadOnlyList<byte[]> Words { get; } = [.. Vocabulary.Attributes, .. Texts("{\"S\":\"record\"}", "{\"S\":\"data\"}",
    "{\"S\":\"dynamodb\"}")];

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

        var entry = QuarantineItem.ReadEntry(item);
        Hold(QuarantineItem.ReadEntry(item) == entry, () => "It reads differently the second time.");
        var text = QuarantineText.Describe(entry) + string.Join('\n', QuarantineText.Table([entry]));
        Hold(text.All(character => character == '\n' || !char.IsControl(character)), () => "What it says could move the cursor.");
        var redriven = new CountingBench().Redrive(entry);
        Hold(redriven is Redriven.Gone or Redriven.Refused, () => $"What is not there was redriven: {redriven}");
        return $"{entry.Trouble?.Reason ?? "listed"}; {redriven}";
    }
}
