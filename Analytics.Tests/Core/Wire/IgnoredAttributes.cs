using Amazon.DynamoDBv2.Model;
using Analytics.Core.Orders;

namespace Analytics.Tests.Core.Wire;

/// <summary>What does not count in an item: what the API stores for display, and attributes of other writers, of any type.</summary>
internal static class IgnoredAttributes
{
    private static readonly string[] Texts =
        ["", "plain", "15\" monitor", "C:\\temp", "two\nlines", "tab\t", "抹茶 😀", "\u0001", "/orders/{\"S\":\"x\"}", new('x', 300)];

    /// <summary>An attribute of any type, nested some levels at most.</summary>
    public static AttributeValue Any(Random random, int levels = 3) => random.Next(levels == 0 ? 7 : 9) switch
    {
        0 => new AttributeValue { S = Text(random) },
        1 => new AttributeValue { N = "-1.5E+3" },
        2 => new AttributeValue { BOOL = random.Next(2) == 0 },
        3 => new AttributeValue { NULL = true },
        4 => new AttributeValue { B = Bytes(random) },
        5 => random.Next(3) switch
        {
            0 => new AttributeValue { SS = [Text(random), "y"] },
            1 => new AttributeValue { NS = ["1", "2.5"] },
            _ => new AttributeValue { BS = [Bytes(random), Bytes(random)] },
        },
        6 => new AttributeValue { M = [], IsMSet = true },
        7 => new AttributeValue { L = [.. Enumerable.Range(0, random.Next(4)).Select(_ => Any(random, levels - 1))], IsLSet = true },
        _ => new AttributeValue
        {
            M = Enumerable.Range(0, random.Next(4)).ToDictionary(number => $"{number} {Text(random)}", _ => Any(random, levels - 1)),
            IsMSet = true,
        },
    };

    /// <summary>The order with a reference, metadata and names in its lines.</summary>
    public static Order WithDetails(Order order, Random random) => order with
    {
        Reference = random.Next(3) == 0 ? null : "A-1001",
        Metadata = [.. Enumerable.Range(0, random.Next(4)).Select(number => KeyValuePair.Create($"key {number}", Text(random)))],
        Lines = [.. order.Lines.Select(line => line with { Name = random.Next(3) == 0 ? null : $"the {Text(random)}" })],
    };

    private static string Text(Random random) => Texts[random.Next(Texts.Length)];

    private static MemoryStream Bytes(Random random)
    {
        var bytes = new byte[random.Next(5)];
        random.NextBytes(bytes);
        return new MemoryStream(bytes);
    }
}
