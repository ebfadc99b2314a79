using Analytics.Core.Orders;
using Xunit;

namespace Analytics.Tests.Core.Orders;

public class NearestNameTests
{
    private static readonly string[] Known = ["reference", "placedAt", "customerId", "currency", "lines", "sku", "quantity", "unitPrice"];

    [Theory]
    [InlineData("customerID", "customerId")]
    [InlineData("customer", "customerId")]
    [InlineData("customer_id", "customerId")]
    [InlineData("qty", "quantity")]
    [InlineData("quantiy", "quantity")]
    [InlineData("price", "unitPrice")]
    [InlineData("skuCode", "sku")]
    [InlineData("ref", "reference")]
    [InlineData("line", "lines")]
    [InlineData("curency", "currency")]
    public void The_name_that_was_probably_meant_is_found(string name, string meant) => Assert.Equal(meant, NearestName.Of(name, Known));

    [Theory]
    [InlineData("")]
    [InlineData("\ud83d\ude00")]
    [InlineData("warehouse")]
    public void A_name_that_is_near_to_none_has_none(string name) => Assert.Null(NearestName.Of(name, Known));

    [Fact]
    public void A_name_of_any_length_is_compared_at_once() => Assert.Null(NearestName.Of(new string('x', 250_000), Known));
}
