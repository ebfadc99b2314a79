using System.Buffers.Binary;
using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Analytics.Simulation.DynamoDb;
using Analytics.Simulation.DynamoDb.Values;

namespace Analytics.Simulation.Reference;

/// <summary>
/// Reads which changes a write to the aggregates table counted: those in the head, and those in a segment that the head references for the
/// first time.
/// </summary>
internal static class CountedIds
{
    private const string Heads = "minute#";

    /// <summary>The change ids in the written head and in its newest segment, if the head did not reference that segment before.</summary>
    public static List<ulong> Of(SimulatedTable aggregates, TableChange change)
    {
        var ids = new List<ulong>();
        if (change.After is not { } head || !change.Key.Partition.StartsWith(Heads, StringComparison.Ordinal))
        {
            return ids;
        }

        AddTo(ids, head);
        if (NamesNewSegment(change))
        {
            var number = int.Parse(head["segments"].N, CultureInfo.InvariantCulture) - 1;
            var key = new ItemKey(
                change.Key.Partition.Replace(Heads, "minute-segments#", StringComparison.Ordinal),
                string.Create(CultureInfo.InvariantCulture, $"{change.Key.Sort}#{number:D5}#{head["lastSegment"].S}"));
            if (aggregates.Find(key)?.Current is { } segment)
            {
                AddTo(ids, segment);
            }
        }

        return ids;
    }

    /// <summary>Whether the head references a segment that it did not reference before.</summary>
    public static bool NamesNewSegment(TableChange change) =>
        change.After?.GetValueOrDefault("lastSegment")?.S is { } last && change.Before?.GetValueOrDefault("lastSegment")?.S != last;

    private static void AddTo(List<ulong> ids, Dictionary<string, AttributeValue> item)
    {
        var bytes = Items.Bytes(item["changeIds"].B);
        for (var at = 0; at + 8 <= bytes.Length; at += 8)
        {
            ids.Add(BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]));
        }
    }
}
