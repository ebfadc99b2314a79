using Amazon.DynamoDBv2.Model;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Functions.Storage;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Functions.Storage;

public class MinuteItemTests
{
    [Theory]
    [InlineData("orders", "9223372036854775807", "its orders are more than can be")]
    [InlineData("cancelled", "-9223372036854775808", "its cancelled are more than can be")]
    [InlineData("units", "1000000000000000001", "its units are more than can be")]
    [InlineData("rev", "9223372036854775807", "its revision is none")]
    [InlineData("rev", "0", "its revision is none")]
    [InlineData("rev", "-1", "its revision is none")]
    public void A_number_that_a_commit_could_not_go_on_from_is_damage(string attribute, string value, string expected)
    {
        var item = MinuteItem.Write(Part());
        item[attribute] = new AttributeValue { N = value };

        var damage = Assert.Throws<FormatException>(() => MinuteItem.Read(item));

        Assert.EndsWith($"cannot be read: {expected}.", damage.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_revenue_that_a_commit_could_not_go_on_from_is_damage()
    {
        var item = MinuteItem.Write(Part());
        item["revenue"].M["USD"] = new AttributeValue { N = Int128.MaxValue.ToString(null, null) };

        var damage = Assert.Throws<FormatException>(() => MinuteItem.Read(item));

        Assert.EndsWith("cannot be read: its revenue in USD cannot be read.", damage.Message, StringComparison.Ordinal);
    }

    private static MinuteHead Part()
    {
        var contribution = new TallyDelta();
        contribution.Add(Some.Placed(Some.Order()));
        return new CachedDocument(new DocumentKey(0, Minute.Of(Some.At("12:00")))).Next(contribution, "w", Some.At("12:01"), 8 * 1024).Part;
    }
}
