using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Xunit;

namespace Analytics.Tests.Simulation;

/// <summary>Items in short, for tests of the simulated table: texts are of type S, numbers of type N.</summary>
internal static class TestItems
{
    public static Dictionary<string, AttributeValue> Item(params (string Name, object Value)[] attributes) =>
        attributes.ToDictionary(attribute => attribute.Name, attribute => Value(attribute.Value));

    /// <summary>The attributes in order of their names; null is "nothing".</summary>
    public static string Told(Dictionary<string, AttributeValue>? item) => item is null
        ? "nothing"
        : string.Join(' ', item.Keys.Order(StringComparer.Ordinal).Select(name => $"{name}={item[name].S ?? item[name].N}"));

    public static async Task AssertRefusedAsync(Func<Task> request)
    {
        var refusal = await Assert.ThrowsAsync<AmazonDynamoDBException>(request);

        Assert.Equal("ValidationException", refusal.ErrorCode);
    }

    private static AttributeValue Value(object value) => value switch
    {
        string text => new AttributeValue { S = text },
        int number => new AttributeValue { N = number.ToString(CultureInfo.InvariantCulture) },
        AttributeValue whole => whole,
        _ => throw new ArgumentOutOfRangeException(nameof(value)),
    };
}
