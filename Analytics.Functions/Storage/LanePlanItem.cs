using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Functions.Storage;

/// <summary>The lane plan as an item of the aggregates table; <c>docs/formats.md</c> describes it.</summary>
internal static class LanePlanItem
{
    /// <summary>The format that is written. Older ones are read; a newer one is refused and never overwritten.</summary>
    public const int Format = 1;

    private const string Plan = "plan";
    private const string Proposed = "proposed";
    private const string From = "from";
    private const string Lanes = "lanes";

    public static Dictionary<string, AttributeValue> Key => new()
    {
        [MinuteItem.PartitionKey] = new() { S = "config" },
        [MinuteItem.SortKey] = new() { S = "lanes" },
    };

    public static Dictionary<string, AttributeValue> Write(LanePlan plan, long revision)
    {
        var item = Key;
        item[Plan] = new() { L = [.. plan.Entries.Select(WriteEntry)] };
        if (plan.Proposed is { } proposed)
        {
            item[Proposed] = WriteEntry(proposed);
        }

        item[MinuteItem.Revision] = Number(revision);
        item[MinuteItem.FormatName] = Number(Format);
        return item;
    }

    /// <summary>Reads the plan and its revision.</summary>
    /// <exception cref="FormatException">It is damaged or of a newer format.</exception>
    public static (LanePlan Plan, long Revision) Read(Dictionary<string, AttributeValue> item)
    {
        var format = Whole(item, MinuteItem.FormatName);
        if (format > Format)
        {
            throw new FormatException($"The lane plan has format {format}, and this version reads up to {Format}.");
        }

        try
        {
            var revision = Whole(item, MinuteItem.Revision);
            return revision is > 0 and < long.MaxValue
                ? (new LanePlan([.. (item.GetValueOrDefault(Plan)?.L ?? []).Select(ReadEntry)], item.TryGetValue(Proposed, out var proposed) ? ReadEntry(proposed) : null), revision)
                : throw new FormatException($"The lane plan cannot be read: its revision {revision} is none.");
        }
        catch (ArgumentException broken)
        {
            throw new FormatException($"The lane plan cannot be read: {broken.Message}", broken);
        }
    }

    private static LanePlanEntry ReadEntry(AttributeValue entry)
    {
        var text = entry.M?.GetValueOrDefault(From)?.S;
        return new LanePlanEntry(
            Minute.TryParse(text, out var from)
                ? from
                : throw new FormatException($"The lane plan has an entry from '{text}', which is no minute."),
            (int)Math.Min(Whole(entry.M ?? [], Lanes), int.MaxValue));
    }

    private static AttributeValue WriteEntry(LanePlanEntry entry) => new()
    {
        M = new Dictionary<string, AttributeValue> { [From] = new() { S = entry.From.ToString() }, [Lanes] = Number(entry.Lanes) },
    };

    private static long Whole(Dictionary<string, AttributeValue> map, string name) =>
        long.TryParse(map.GetValueOrDefault(name)?.N, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"The lane plan cannot be read: its {name} is not a whole number.");

    private static AttributeValue Number(long value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };
}
