using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Analytics.Simulation.DynamoDb.Values;

namespace Analytics.Simulation.DynamoDb;

/// <summary>The attributes that a write returns from the old or the new item, according to its ReturnValues.</summary>
internal static class ReturnedAttributes
{
    /// <summary>The attributes that a put or a delete returns.</summary>
    public static Dictionary<string, AttributeValue>? OfOld(ReturnValue? values, Dictionary<string, AttributeValue>? before) =>
        values == ReturnValue.ALL_OLD ? Copy(before) : null;

    /// <summary>The attributes that an update returns; <paramref name="changed"/> are those that it names.</summary>
    public static Dictionary<string, AttributeValue>? Of(
        ReturnValue? values, Dictionary<string, AttributeValue>? before, Dictionary<string, AttributeValue>? after,
        IReadOnlyList<string> changed) =>
        values == ReturnValue.ALL_OLD ? Copy(before)
        : values == ReturnValue.ALL_NEW ? Copy(after)
        : values == ReturnValue.UPDATED_OLD ? Copy(before, changed)
        : values == ReturnValue.UPDATED_NEW ? Copy(after, changed)
        : null;

    /// <summary>Rejects ReturnValues that a put or a delete does not support: anything but NONE and ALL_OLD.</summary>
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
