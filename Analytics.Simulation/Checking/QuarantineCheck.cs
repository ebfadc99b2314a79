using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Analytics.Simulation.Reference;
using Analytics.Simulation.Stack;

namespace Analytics.Simulation.Checking;

/// <summary>
/// Checks that quarantine holds, byte for byte, every record that is not a change or whose new image is not a valid order, and nothing
/// else.
/// </summary>
internal sealed class QuarantineCheck(SimulatedSystem system)
{
    public void Check()
    {
        var segments = system.Aggregates.All
            .Where(item => item["pk"].S == "quarantine-segment")
            .ToDictionary(item => item["sk"].S, item => item["raw"].B.ToArray());
        var kept = system.Aggregates.All
            .Where(item => item["pk"].S == "quarantine")
            .ToLookup(item => item["source"].S, item => Bytes(item, segments));
        Compare("table stream", kept["table-stream"], system.Poison.OnTableStream, mayLack: false);
        Compare("Kinesis", kept["kinesis"], system.Poison.OnKinesis, mayLack: system.Shape.KinesisGivesUp);
        if (system.Poison.AwaitedCount > 0)
        {
            throw new CheckFailedException($"Changes to what is no valid order that were not delivered: {system.Poison.AwaitedCount}.");
        }
    }

    private static byte[] Bytes(Dictionary<string, AttributeValue> head, Dictionary<string, byte[]> segments)
    {
        using var whole = new MemoryStream();
        whole.Write(head["raw"].B.ToArray());
        for (var segment = 1; segment < int.Parse(head["segments"].N, CultureInfo.InvariantCulture); segment++)
        {
            whole.Write(segments[string.Create(CultureInfo.InvariantCulture, $"{head["sk"].S}#{head["writer"].S}#{segment:D3}")]);
        }

        return whole.ToArray();
    }

    private static void Compare(string source, IEnumerable<byte[]> kept, IEnumerable<byte[]> poison, bool mayLack)
    {
        var missing = poison.ToList();
        foreach (var record in kept)
        {
            var index = missing.FindIndex(expected => expected.AsSpan().SequenceEqual(record));
            if (index < 0)
            {
                throw new CheckFailedException(
                    $"A record from {source} is in quarantine and is no poison, or is there twice: {Short(record)}");
            }

            missing.RemoveAt(index);
        }

        if (missing.Count > 0 && !mayLack)
        {
            throw new CheckFailedException(
                $"Poisonous records from {source} that are not in quarantine: {missing.Count}, as {Short(missing[0])}");
        }
    }

    private static string Short(byte[] record) => Convert.ToBase64String(record.AsSpan(0, Math.Min(record.Length, 150)));
}
