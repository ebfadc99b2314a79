using System.Globalization;
using System.Text;
using Analytics.Local.EventSources.Mappings;
using Analytics.Local.EventSources.Records;
using Analytics.Local.Lambda;

namespace Analytics.Tests.Local.EventSources;

/// <summary>Fills in what a test does not care about.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public static EventSourceMappingDefinition Mapping() => new()
    {
        Name = "AnalyticsFunction.Kinesis",
        Kind = EventSourceKind.Kinesis,
        StreamArn = "arn:aws:kinesis:eu-central-1:000000000000:stream/orders",
        StartingPosition = StartingPosition.TrimHorizon,
    };

    public static StreamRecord Record(int number, string key = "k", DateTimeOffset? at = null, int bytes = 0)
    {
        string text = number.ToString(CultureInfo.InvariantCulture);
        byte[] json = Encoding.UTF8.GetBytes(bytes == 0 ? text : text.PadRight(bytes));
        return new StreamRecord(text, key, at ?? Noon, json, Encoding.UTF8.GetBytes($$$"""{"data":{"number":{{{number}}}}}"""));
    }

    public static StreamRecord[] Records(int from, int count) => [.. Enumerable.Range(from, count).Select(number => Record(number))];

    public static InvocationResult Answer(string json = "") => new InvocationResult.Success("r-1", Encoding.UTF8.GetBytes(json));

    public static InvocationResult Failures(params int[] numbers) => Answer(
        $$"""{"batchItemFailures":[{{string.Join(',', numbers.Select(number => $$"""{"itemIdentifier":"{{number}}"}"""))}}]}""");

    public static InvocationResult Error() => new InvocationResult.FunctionError("r-1", "Boom", "it broke");

    public static int[] Numbers(IEnumerable<StreamRecord> records) =>
        [.. records.Select(record => int.Parse(record.SequenceNumber, CultureInfo.InvariantCulture))];
}
