using System.Globalization;
using Amazon.DynamoDBv2.Model;

namespace Analytics.Simulation.Checking;

/// <summary>Every record that is no change, or has a new image that is no valid order, is in quarantine with its very bytes, and nothing else is.</summary>
internal sealed class QuarantineCheck(SimulatedSystem system)
{
    public void Check()
    {
        var pieces = system.Aggregates.All
            .Where(item => item["pk"].S == "quarantine-piece")
            .ToDictionary(item => item["sk"].S, item => item["raw"].B.ToArray());
        var kept = system.Aggregates.All
            .Where(item => item["pk"].S == "quarantine")
            .ToLookup(item => item["road"].S, item => Bytes(item, pieces));
        Compare("sure", kept["dynamodb"], system.Poison.Sure, mayLack: false);
        Compare("fast", kept["kinesis"], system.Poison.Fast, mayLack: system.Shape.FastRoadGivesUp);
        if (system.Poison.AwaitedCount > 0)
        {
            throw new CheckFailedException($"{system.Poison.AwaitedCount} changes to what is no valid order were not delivered.");
        }
    }

    private static byte[] Bytes(Dictionary<string, AttributeValue> head, Dictionary<string, byte[]> pieces)
    {
        using var whole = new MemoryStream();
        whole.Write(head["raw"].B.ToArray());
        for (var piece = 1; piece < int.Parse(head["pieces"].N, CultureInfo.InvariantCulture); piece++)
        {
            whole.Write(pieces[string.Create(CultureInfo.InvariantCulture, $"{head["sk"].S}#{head["writer"].S}#{piece:D3}")]);
        }

        return whole.ToArray();
    }

    private static void Compare(string road, IEnumerable<byte[]> kept, IEnumerable<byte[]> poison, bool mayLack)
    {
        var missing = poison.ToList();
        foreach (var record in kept)
        {
            var index = missing.FindIndex(expected => expected.AsSpan().SequenceEqual(record));
            if (index < 0)
            {
                throw new CheckFailedException($"A record of the {road} road is in quarantine and is no poison, or is there twice: {Short(record)}");
            }

            missing.RemoveAt(index);
        }

        if (missing.Count > 0 && !mayLack)
        {
            throw new CheckFailedException($"{missing.Count} poisonous records of the {road} road are not in quarantine, as {Short(missing[0])}");
        }
    }

    private static string Short(byte[] record) => Convert.ToBase64String(record.AsSpan(0, Math.Min(record.Length, 150)));
}
