using Analytics.Functions.Runtime;
using Xunit;

namespace Analytics.Tests.Functions.Runtime;

public class FunctionSettingsTests
{
    private static readonly Dictionary<string, string> Valid = new()
    {
        ["ORDERS_TABLE"] = "shop-Orders_1",
        ["AGGREGATES_TABLE"] = "shop.Aggregates",
        ["ORDER_STREAM"] = "s",
        ["METRIC_NAMESPACE"] = "Shop/Orders",
        ["LANES"] = "8",
        ["ACCESS"] = "JWT",
        ["CUSTOMER_CLAIM"] = "customer_id",
        ["METRIC_ITEMS"] = "tea,mug",
    };

    private static string? Page(string name) => name switch
    {
        "PAGE_CLIENT_ID" => "page",
        "JWT_ISSUER" => "https://idp.example",
        "PAGE_SCOPES" => "openid aggregates:read",
        _ => Valid.GetValueOrDefault(name),
    };

    [Fact]
    public void Settings_are_read_from_the_environment()
    {
        var settings = FunctionSettings.Read(Valid.GetValueOrDefault);

        Assert.Equal(
            ("shop-Orders_1", "shop.Aggregates", "s", "Shop/Orders", 8, "tea", "Other"),
            (settings.OrdersTable, settings.AggregatesTable, settings.OrderStream, settings.MetricNamespace, settings.Lanes,
                settings.MetricItems.SeriesOf("tea"), settings.MetricItems.SeriesOf("pot")));
        Assert.Equal((ApiAccess.Jwt, "customer_id"), (settings.Access, settings.CustomerClaim));
        Assert.Null(settings.CatalogueTable);
        Assert.Equal(
            "prices", FunctionSettings.Read(name => name == "CATALOGUE_TABLE" ? "prices" : Valid.GetValueOrDefault(name)).CatalogueTable);
    }

    [Fact]
    public void Items_with_metrics_of_their_own_are_optional()
    {
        var settings = FunctionSettings.Read(name => name == "METRIC_ITEMS" ? null : Valid.GetValueOrDefault(name));

        Assert.Equal("Other", settings.MetricItems.SeriesOf("tea"));
    }

    [Fact]
    public void The_time_zone_of_queries_is_UTC_unless_set()
    {
        var set = FunctionSettings.Read(name => name == "TIME_ZONE" ? "Europe/Berlin" : Valid.GetValueOrDefault(name));

        Assert.Equal(("UTC", "Europe/Berlin"), (FunctionSettings.Read(Valid.GetValueOrDefault).TimeZone, set.TimeZone));
    }

    [Fact]
    public void A_page_signs_in_where_it_has_a_client_id()
    {
        Assert.Null(FunctionSettings.Read(Valid.GetValueOrDefault).SignIn);
        Assert.Equal(new SignInSettings("https://idp.example", "page", "openid aggregates:read"), FunctionSettings.Read(Page).SignIn);
    }

    [Theory]
    [InlineData("JWT_ISSUER", "http://idp.example",
        "must be an https address, or an http address of this machine; got 'http://idp.example'.")]
    [InlineData("JWT_ISSUER", null, "it is not set.")]
    [InlineData("PAGE_SCOPES", null, "must be the scopes that the page asks for, with spaces between; it is not set.")]
    public void A_page_that_signs_in_has_an_issuer_and_scopes(string name, string? value, string expected)
    {
        var wrong = Assert.Throws<InvalidOperationException>(() => FunctionSettings.Read(other => other == name ? value : Page(other)));

        Assert.EndsWith(expected, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stack_may_have_no_order_stream() => Assert.Null(
        FunctionSettings.Read(name => name == "ORDER_STREAM" ? "" : Valid.GetValueOrDefault(name)).OrderStream);

    [Theory]
    [InlineData("ORDERS_TABLE", null, "must be the name of a DynamoDB table: 3 to 255 of a-z, A-Z, 0-9, _, . and -; it is not set.")]
    [InlineData("ORDERS_TABLE", "or", "must be the name of a DynamoDB table: 3 to 255 of a-z, A-Z, 0-9, _, . and -; got 'or'.")]
    [InlineData("AGGREGATES_TABLE", "a b c", "must be the name of a DynamoDB table: 3 to 255 of a-z, A-Z, 0-9, _, . and -; got 'a b c'.")]
    [InlineData("ORDER_STREAM", "a/b",
        "must be the name of a Kinesis stream, 1 to 128 of a-z, A-Z, 0-9, _, . and -, or empty for none; got 'a/b'.")]
    [InlineData("ORDER_STREAM", null,
        "must be the name of a Kinesis stream, 1 to 128 of a-z, A-Z, 0-9, _, . and -, or empty for none; it is not set.")]
    [InlineData("METRIC_NAMESPACE", "AWS/Lambda", "beginning neither with : nor with AWS/; got 'AWS/Lambda'.")]
    [InlineData("METRIC_NAMESPACE", ":shop", "beginning neither with : nor with AWS/; got ':shop'.")]
    [InlineData("LANES", "3", "must be a power of two from 1 to 256; got '3'.")]
    [InlineData("LANES", "512", "must be a power of two from 1 to 256; got '512'.")]
    [InlineData("LANES", "many", "must be a power of two from 1 to 256; got 'many'.")]
    [InlineData("CATALOGUE_TABLE", "a b c", "must be the name of a DynamoDB table: 3 to 255 of a-z, A-Z, 0-9, _, . and -; got 'a b c'.")]
    [InlineData("ACCESS", null, "must be IAM, JWT or Open; it is not set.")]
    [InlineData("ACCESS", "open", "must be IAM, JWT or Open; got 'open'.")]
    [InlineData("METRIC_ITEMS", ":tea", "must be a list of at most 30 SKUs, separated by commas; got ':tea'")]
    public void A_wrong_setting_is_reported_with_its_name_its_value_and_the_rule(string name, string? value, string expected)
    {
        var wrong = Assert.Throws<InvalidOperationException>(
            () => FunctionSettings.Read(other => other == name ? value : Valid.GetValueOrDefault(other)));

        Assert.StartsWith($"The environment variable {name} must be ", wrong.Message, StringComparison.Ordinal);
        Assert.Contains(expected, wrong.Message, StringComparison.Ordinal);
    }
}
