using Amazon.DynamoDBv2.Model;
using Analytics.Core.Orders;

namespace Analytics.Storage;

/// <summary>A goal, a mark or an alert as an item of the aggregates table; <c>docs/formats.md</c> describes the items.</summary>
/// <typeparam name="T">What is stored.</typeparam>
/// <param name="partition">The partition key of all items of the kind. The sort key is the id.</param>
public abstract class SharedItem<T>(string partition) where T : class
{
    /// <summary>The format this version writes, and the newest it reads.</summary>
    public const int Format = 1;

    /// <summary>The attribute with the time of the last change by a client.</summary>
    protected const string UpdatedAt = "updatedAt";

    /// <summary>The partition key of all items of the kind.</summary>
    public string Partition => partition;

    /// <summary>The primary key of an item.</summary>
    public Dictionary<string, AttributeValue> KeyOf(string id) => new()
    {
        [MinuteItem.PartitionKey] = new() { S = partition },
        [MinuteItem.SortKey] = new() { S = id },
    };

    /// <summary>Writes an entry.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="value">Its value.</param>
    /// <param name="revision">The number of times it was written, this time included.</param>
    /// <param name="writer">A token unique to this attempt.</param>
    public Dictionary<string, AttributeValue> Write(string id, T value, long revision, string writer)
    {
        var item = KeyOf(id);
        Write(value, item);
        item[MinuteItem.Revision] = MinuteItem.Number(revision);
        item[MinuteItem.Writer] = new AttributeValue { S = writer };
        item[MinuteItem.FormatName] = MinuteItem.Number(Format);
        return item.Seal();
    }

    /// <summary>Reads an entry. An item that is damaged or of a newer format gives one without a value.</summary>
    public SharedEntry<T> Read(Dictionary<string, AttributeValue> item)
    {
        var entry = new SharedEntry<T>(
            item[MinuteItem.SortKey].S, null, 0, item.GetValueOrDefault(ItemChecksum.Name)?.S);
        if (!item.IsSealed())
        {
            return entry;
        }

        try
        {
            return MinuteItem.Long(item, MinuteItem.FormatName) > Format
                ? entry with { IsNewer = true }
                : entry with { Value = ReadValue(item), Revision = MinuteItem.Long(item, MinuteItem.Revision) };
        }
        catch (FormatException)
        {
            return entry;
        }
    }

    /// <summary>Adds the attributes of a value.</summary>
    protected abstract void Write(T value, Dictionary<string, AttributeValue> item);

    /// <summary>Reads the attributes of a value.</summary>
    /// <exception cref="FormatException">An attribute is missing or invalid.</exception>
    protected abstract T ReadValue(Dictionary<string, AttributeValue> item);

    /// <summary>Adds a text unless it is null.</summary>
    protected static void AddText(Dictionary<string, AttributeValue> item, string name, string? text)
    {
        if (text is not null)
        {
            item[name] = new AttributeValue { S = text };
        }
    }

    /// <summary>A text; null if there is none.</summary>
    protected static string? TextOrNull(Dictionary<string, AttributeValue> item, string name) => item.GetValueOrDefault(name)?.S;

    /// <summary>A text that must be there.</summary>
    /// <exception cref="FormatException">It is not there.</exception>
    protected static string Text(Dictionary<string, AttributeValue> item, string name) =>
        TextOrNull(item, name) ?? throw MinuteItem.Damaged(item, $"it has no {name}");

    /// <summary>A value parsed from a text that must be there.</summary>
    /// <exception cref="FormatException">It is not there, or is no such value.</exception>
    protected static TValue Parsed<TValue>(Dictionary<string, AttributeValue> item, string name, Func<string, TValue?> parse)
        where TValue : struct => parse(Text(item, name)) ?? throw MinuteItem.Damaged(item, $"its {name} is '{Text(item, name)}'");

    /// <summary>A time.</summary>
    /// <exception cref="FormatException">It is not there, or is no time.</exception>
    protected static DateTimeOffset Time(Dictionary<string, AttributeValue> item, string name) =>
        Parsed(item, name, text => Timestamps.TryParse(text, out var time) ? time : (DateTimeOffset?)null);
}
