using System.Globalization;
using System.Text;
using Amazon.DynamoDBv2.Model;
using Analytics.Simulation.Terms;

namespace Analytics.Simulation.Shop;

/// <summary>Makes records of many kinds that are not changes of an order.</summary>
internal static class PoisonRecords
{
    /// <summary>Size limit of a normal poison record; larger ones count as huge.</summary>
    public const int BytesUsual = 1_000;

    private const string Mark = "poison-";

    // DynamoDB accepts items nested up to 32 levels deep.
    private const int MaxDepth = 30;

    /// <summary>The data of a Kinesis record.</summary>
    public static byte[] OnKinesis(ShopAction.Poison poison)
    {
        if (poison.Bytes > BytesUsual)
        {
            return Noise(poison);
        }

        var id = new Guid(poison.Number, 0, 0, new byte[8]);
        return (poison.Number % 8) switch
        {
            0 => [],
            1 => Encoding.UTF8.GetBytes("null"),
            2 => Encoding.UTF8.GetBytes("""{"specversion":"1.0","type":"order.shipped.v1","data":{}}"""),
            3 => Encoding.UTF8.GetBytes(new string('[', 400)),
            4 => Event("null", Order(id, 2, "2026-01-01T00:00:00.000Z", "tea")),
            5 => Event("null", Order(id, 1, "2099-01-01T00:00:00.000Z", "tea")),
            6 => Event("null", Order(id, 1, "2026-01-01T00:00:00.000Z", """\ud800""")),
            _ => Noise(poison),
        };
    }

    /// <summary>An item for the orders table.</summary>
    public static Dictionary<string, AttributeValue> OnTableStream(ShopAction.Poison poison)
    {
        var note = Mark + new string('x', poison.Bytes);
        var id = new Guid(poison.Number, 1, 0, new byte[8]).ToString();
        var item = new Dictionary<string, AttributeValue>
        {
            ["orderId"] = new() { S = (poison.Number % 4) == 0 ? string.Create(CultureInfo.InvariantCulture, $"{Mark}{poison.Number}")
                : id },
            ["note"] = new() { S = note },
            ["version"] = new() { N = "1" },
            ["status"] = new() { S = "PLACED" },
            ["customerId"] = new() { S = Mark },
            ["currency"] = new() { S = (poison.Number % 4) == 1 ? "usd" : "USD" },
            ["placedAt"] = new() { S = "2026-01-01T00:00:00.000Z" },
            ["updatedAt"] = new() { S = "2026-01-01T00:00:00.000Z" },
        };
        if ((poison.Number % 4) == 2)
        {
            item["lines"] = Nested(MaxDepth);
        }

        return item;
    }

    private static AttributeValue Nested(int depth) => depth == 0
        ? new AttributeValue { N = "1" }
        : new AttributeValue { L = [Nested(depth - 1)], IsLSet = true };

    private static byte[] Noise(ShopAction.Poison poison)
    {
        var bytes = new byte[poison.Bytes];
        new Random(poison.Number).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Event(string before, string after) => Encoding.UTF8.GetBytes(
        $$$"""{"specversion":"1.0","id":"x","source":"/orders","type":"order.placed.v1","data":{"before":{{{before}}},"after":{{{after}}}}}""");

    private static string Order(Guid id, int version, string placedAt, string sku) =>
        $$"""
        {"orderId":"{{id}}","version":{{version}},"status":"PLACED","customerId":"c","currency":"USD",
         "lines":[{"sku":"{{sku}}","quantity":1,"unitPrice":1}],"placedAt":"{{placedAt}}","updatedAt":"{{placedAt}}"}
        """;
}
