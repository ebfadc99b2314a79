using Amazon.DynamoDBv2.Model;
using Analytics.Core.Orders;
using Analytics.Core.Wire;
using Analytics.Functions.Aggregates;
using Analytics.Operations.Import;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Functions.Orders;

public class OrderDimensionsTests
{
    private const string Rule = "must be 1 to 32 letters a to z, digits, hyphens and underscores; capitals are converted";

    private readonly OrdersApi _api = new();

    [Theory]
    [InlineData("", "channel,country")]
    [InlineData("campaign", "channel,country,campaign")]
    [InlineData(" campaign , priceGroup ", "channel,country,campaign,priceGroup")]
    public void A_shop_has_channel_country_and_its_own_dimensions(string text, string names) =>
        Assert.Equal(names, string.Join(',', OrderDimensions.Parse(text).Names));

    [Theory]
    [InlineData("a,b,c", "There are 3 further dimensions; at most 2 are allowed.")]
    [InlineData("Campaign", "'Campaign' cannot name a dimension: a name is 1 to 32 letters and digits, with a small letter first.")]
    [InlineData("a_b", "'a_b' cannot name a dimension: a name is 1 to 32 letters and digits, with a small letter first.")]
    [InlineData("channel", "'channel' cannot name a further dimension: the API has a field or parameter of this name.")]
    [InlineData("metadata", "'metadata' cannot name a further dimension: the API has a field or parameter of this name.")]
    [InlineData("total", "'total' cannot name a further dimension: the API has a field or parameter of this name.")]
    [InlineData("window", "'window' cannot name a further dimension: the API has a field or parameter of this name.")]
    [InlineData("a,a", "'a' cannot name a further dimension: the API has a field or parameter of this name.")]
    public void Names_that_break_a_rule_are_refused(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => OrderDimensions.Parse(text)).Message);

    [Fact]
    public void No_dimension_has_the_name_of_a_parameter_a_figure_or_a_column()
    {
        string[] taken =
        [
            .. Enum.GetValues<AggregateRoute>().SelectMany(AggregateParameters.Of), .. Figure.Names, "comparison",
            .. CsvColumns.All(OrderDimensions.Default),
        ];

        foreach (var name in taken)
        {
            Assert.Throws<FormatException>(() => OrderDimensions.Parse(name));
        }
    }

    [Fact]
    public async Task An_order_is_placed_with_its_dimensions_in_small_letters()
    {
        var placed = OrdersApi.Json(await _api.PlaceAsync(OrdersApi.Order("\"channel\":\"Web\",\"country\":\"DE\"")));

        Assert.Equal(("web", "de"), ((string?)placed["channel"], (string?)placed["country"]));
        Assert.Equal(Some.Slice("web", "de"), Assert.Single(_api.Publisher.Published).After!.Slice);
    }

    [Theory]
    [InlineData("\"channel\":\"\"", "#/channel " + Rule)]
    [InlineData("\"country\":\"a b\"", "#/country " + Rule)]
    [InlineData("\"country\":\"\u212A\"", "#/country " + Rule)]
    [InlineData("\"channel\":7", "#/channel must be a string")]
    [InlineData("\"channel\":\"none\"", "#/channel must not be `none`, which asks for orders without one; leave it out")]
    [InlineData("\"chanel\":\"web\"", "#/chanel unknown field `chanel`; did you mean `channel`?")]
    public async Task A_value_that_breaks_a_rule_is_refused(string member, string error)
    {
        var refused = await _api.PlaceAsync(OrdersApi.Order(member));

        Assert.Equal(400, refused.StatusCode);
        Assert.Equal([error], OrdersApi.Errors(refused));
    }

    [Fact]
    public async Task A_request_that_differs_in_a_dimension_is_another_one()
    {
        var key = ("idempotency-key", "k");
        var first = await _api.PlaceAsync(OrdersApi.Order("\"channel\":\"web\""), key);
        var same = await _api.PlaceAsync(OrdersApi.Order("\"channel\":\"WEB\""), key);
        var other = await _api.PlaceAsync(OrdersApi.Order("\"channel\":\"app\""), key);

        Assert.Equal((200, 200, 422), (first.StatusCode, same.StatusCode, other.StatusCode));
    }

    [Theory]
    [InlineData("channel=web", "1,2")]
    [InlineData("channel=WEB&country=de", "1")]
    [InlineData("country=none", "2,4")]
    [InlineData("channel=none&country=none", "4")]
    [InlineData("channel=store", "")]
    public async Task Orders_are_listed_by_dimension(string query, string expected)
    {
        foreach (var (number, members) in new[]
        {
            (1, "\"channel\":\"web\",\"country\":\"de\""), (2, "\"channel\":\"web\""),
            (3, "\"channel\":\"app\",\"country\":\"de\""), (4, ""),
        })
        {
            await _api.PlaceAsync(OrdersApi.Order($"\"reference\":\"{number}\"{(members.Length > 0 ? "," : "")}{members}"));
        }

        var listed = OrdersApi.Json(await _api.CallAsync("GET /orders", query: query))["orders"]!.AsArray();
        Assert.Equal(expected, string.Join(',', listed.Select(order => (string?)order!["reference"]).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task A_dimension_that_another_writer_named_as_a_field_is_not_shown()
    {
        var id = (string)OrdersApi.Json(await _api.PlaceAsync(OrdersApi.Order()))["orderId"]!;
        _api.Store.Edit(OrderId.TryParse(id, out var orderId) ? orderId : default, item => item["dimensions"] = new AttributeValue
        {
            M = new() { ["total"] = new AttributeValue("x"), ["channel"] = new AttributeValue("web") },
        });

        var shown = OrdersApi.Json(await _api.GetAsync(id));
        Assert.Equal((7.0m, "web"), ((decimal)shown["total"]!, (string?)shown["channel"]));
    }
}
