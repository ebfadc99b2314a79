using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Analytics.Simulation.DynamoDb.Values;

namespace Analytics.Simulation.DynamoDb;

/// <summary>What a write hands back of the item before it or after it, as its ReturnValues ask.</summary>
internal static class ReturnedAttributes
{
    /// <summary>What a put or a delete hands back.</summary>
    public static Dictionary<string, AttributeValue>? OfOld(ReturnValue? values, Dictionary<string, AttributeValue>? before) =>
        values == ReturnValue.ALL_OLD ? Copy(before) : null;

    /// <summary>What an update hands back; <paramref name="changed"/> are the attributes that it names.</summary>
    public static Dictionary<string, AttributeValue>? Of(
        ReturnValue? values, Dictionary<string, AttributeValue>? before, Dictionary<string, AttributeValue>? after,
        IReadOnlyList<string> changed) =>
        values == ReturnValue.ALL_OLD ? Copy(before)
        : values == ReturnValue.ALL_NEW ? Copy(after)
        : values == ReturnValue.UPDATED_OLD ? Copy(before, changed)
        : values == ReturnValue.UPDATED_NEW ? Copy(after, changed)
        : null;

    /// <summary>A put or a delete hands back what it replaced, or nothing.</summary>
    public static void AssertOld(ReturnValue? values)
    {
        if (values is not null && values != ReturnValue.NONE && values != ReturnValue.ALL_OLD)
        {
            throw Refusals.Validation("Return values set to invalid value");
        }
    }

    private static Dictionary<string, AttributeValue>? Copy(Dictionary<string, AttributeValue>? item) =>
        item is null ? null : Items.Copy(item);

    private static Dictionary<string, AttributeValue>? Copy(Dictionary<string, AttributeValue>? item, IReadOnlyList<string> names) =>
        item is not null && Items.Copy(item, names) is { Count: > 0 } copy ? copy : null;
}
