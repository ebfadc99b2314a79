using System.Globalization;
using Amazon.DynamoDBv2.Model;

namespace Analytics.Simulation.Checking;

/// <summary>Every record that is no change is in quarantine with its very bytes, and nothing else is.</summary>
internal sealed class QuarantineCheck(SimulatedSystem system)
{
    public void Check()
    {
        var pieces = system.Aggregates.All
            .Where(item => item["pk"].S == "quarantine-piece")
            .ToDictionary(item => item["sk"].S, item => item["raw"].B.ToArray());
        var kept = system.Aggregates.All
            .Where(item => item["pk"].S == "quarantine")
            .ToLookup(item => item["road"].S, item => Convert.ToBase64String(Bytes(item, pieces)));
        Compare("sure", kept["dynamodb"], system.Poison.Sure, mayLack: false);
        Compare("fast", kept["kinesis"], system.Poison.Fast, mayLack: system.Shape.FastRoadGivesUp);
        if (system.Poison.Sure.Count != system.Poison.SureCount)
        {
            throw new CheckFailedException($"{system.Poison.SureCount} poisonous changes were made to the table, and {system.Poison.Sure.Count} were delivered.");
        }
    }

    private static byte[] Bytes(Dictionary<string, AttributeValue> head, Dictionary<string, byte[]> pieces)
    {
        var count = int.Parse(head["pieces"].N, CultureInfo.InvariantCulture);
        return
        [
            .. head["raw"].B.ToArray(),
            .. Enumerable.Range(1, count - 1).SelectMany(piece => pieces[string.Create(CultureInfo.InvariantCulture, $"{head["sk"].S}#{head["writer"].S}#{piece:D3}")]),
        ];
    }

    private static void Compare(string road, IEnumerable<string> kept, IEnumerable<byte[]> poison, bool mayLack)
    {
        var missing = poison.Select(Convert.ToBase64String).ToList();
        foreach (var record in kept)
        {
            if (!missing.Remove(record))
            {
                throw new CheckFailedException($"A record of the {road} road is in quarantine and is no poison, or is there twice: {Short(record)}");
            }
        }

        if (missing.Count > 0 && !mayLack)
        {
            throw new CheckFailedException($"{missing.Count} poisonous records of the {road} road are not in quarantine, as {Short(missing[0])}");
        }
    }

    private static string Short(string base64) => base64.Length > 200 ? $"{base64[..200]}…" : base64;
}
