using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Orders;
using Analytics.Core.Wire;
using Analytics.Storage;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Functions.Orders;

/// <summary>What is stored and shown with an order and never counted: names of its lines and metadata.</summary>
public class DetailsTests
{
    private const string Named = """{"customerId":"c-1","currency":"USD","lines":[{"sku":"tea","name":" Green \"tea\" ","quantity":2,"unitPrice":3.5}],"metadata":{"note":"two\nlines","Gift":"","é":"x"}}""";

    private readonly OrdersApi _api = new();

    [Fact]
    public async Task Names_and_metadata_are_shown_as_they_were_given()
    {
        var placed = OrdersApi.Json(await _api.PlaceAsync(Named));

        Assert.Equal("Green \"tea\"", (string?)placed["lines"]![0]!["name"]);
        Assert.Equal("""{"Gift":"","note":"two\nlines","é":"x"}""", placed["metadata"]!.ToJsonString(Plain));
        Assert.Equal(
            placed.ToJsonString(), OrdersApi.Json(await _api.GetAsync((string)placed["orderId"]!)).ToJsonString());
    }

    [Fact]
    public async Task They_are_not_in_the_event()
    {
        await _api.PlaceAsync(Named);
        var json = System.Text.Encoding.UTF8.GetString(ChangeEvent.Write(_api.Publisher.Published.Single()).Span);

        Assert.DoesNotContain("Green", json, StringComparison.Ordinal);
        Assert.DoesNotContain("metadata", json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Green", "Black")]
    [InlineData("\"Gift\":\"\",", "")]
    [InlineData("lines\",", "lines!\",")]
    [InlineData("Gift", "gift")]
    public async Task Other_names_or_metadata_are_another_order(string text, string other)
    {
        await _api.PlaceAsync(Named, ("idempotency-key", "k"));

        Assert.Equal("true", (await _api.PlaceAsync(Named, ("idempotency-key", "k"))).Headers["Idempotency-Replayed"]);
        Assert.Equal(
            422, (await _api.PlaceAsync(Named.Replace(text, other, StringComparison.Ordinal), ("idempotency-key", "k"))).StatusCode);
    }

    // Stored hashes of orders that were placed before there were names and metadata must stay those of the same requests.
    [Theory]
    [InlineData("{\"a\":\"b\"}")]
    [InlineData("{}")]
    public async Task A_plain_ETag_shows_that_the_order_was_not_edited(string metadata)
    {
        var body = OrdersApi.Order($"\"metadata\":{metadata},\"placedAt\":\"2026-11-20T10:00:00Z\",\"reference\":\"A-1\"");
        var placed = await _api.PlaceAsync(body);
        var id = OrderId.FromReference("A-1");
        _api.Store.Edit(id, item => item[OrderItem.Metadata] = new AttributeValue { M = new() { ["a"] = new() { S = "c" } } });
        var edited = await _api.GetAsync($"{id}");

        Assert.Equal("\"1\"", placed.Headers["ETag"]);
        Assert.StartsWith("\"1-", edited.Headers["ETag"], StringComparison.Ordinal);
        Assert.Equal(412, (await _api.CancelAsync($"{id}", ("if-match", "\"1\""))).StatusCode);
        Assert.Equal(200, (await _api.CancelAsync($"{id}", ("if-match", edited.Headers["ETag"]))).StatusCode);
    }

    [Fact]
    public async Task A_cancellation_leaves_a_plain_ETag()
    {
        var placed = OrdersApi.Json(
            await _api.PlaceAsync(OrdersApi.Order("\"placedAt\":\"2026-11-20T10:00:00Z\",\"metadata\":{\"a\":\"b\"}")));

        Assert.Equal("\"2\"", (await _api.CancelAsync((string)placed["orderId"]!)).Headers["ETag"]);
    }

    [Fact]
    public async Task Keys_have_40_characters_and_values_500_and_there_are_20_pairs()
    {
        var pairs = Enumerable.Range(0, 20).ToDictionary(number => new string('k', 38) + $"{number:d2}", _ => Long(500));

        Assert.Equal(200, (await PlaceAsync(pairs)).StatusCode);
        Assert.Equal(
            ["#/metadata must be an object with at most 20 string members"],
            OrdersApi.Errors(await PlaceAsync(pairs.Append(new("k", "")).ToDictionary())));
        Assert.Equal(
            [
                $"#/metadata/{new string('k', 41)} has an invalid key: it must be 1 to 40 printable characters",
                "#/metadata/a must be a string of at most 500 characters, without control characters other than tabs and line breaks",
            ],
            OrdersApi.Errors(await PlaceAsync(new() { [new string('k', 41)] = "", ["a"] = Long(501) })));

        static string Long(int characters) => string.Concat(Enumerable.Repeat("😀", characters));
    }

    [Theory]
    [InlineData("[]", "#/metadata must be an object with at most 20 string members")]
    [InlineData("null", "#/metadata must be an object with at most 20 string members")]
    [InlineData("{\"a\":1}", "#/metadata/a must be a string")]
    [InlineData("{\"a/b\":{}}", "#/metadata/a~1b must be a string")]
    [InlineData("{\"\":\"x\"}", "#/metadata/ has an invalid key: it must be 1 to 40 printable characters")]
    [InlineData("{\"é\":\"x\",\"e\u0301\":\"y\"}", "#/metadata/e%CC%81 has the same key as another pair")]
    [InlineData("{\"a\":\"\\u0007\"}",
        "#/metadata/a must be a string of at most 500 characters, without control characters other than tabs and line breaks")]
    public async Task What_is_no_metadata_is_refused(string metadata, string error) =>
        Assert.Equal([error], OrdersApi.Errors(await _api.PlaceAsync(OrdersApi.Order($"\"metadata\":{metadata}"))));

    [Theory]
    [InlineData("\" \"", "must be 1 to 200 printable characters; this is only white space")]
    [InlineData("\"a\\u200bb\"", "must be 1 to 200 printable characters; U+200B at character 2 is not allowed")]
    [InlineData("7", "must be a string")]
    public async Task What_is_no_display_name_is_refused(string name, string detail) => Assert.Equal(
        [$"#/lines/0/name {detail}"],
        OrdersApi.Errors(await _api.PlaceAsync(
            OrdersApi.Order().Replace("\"quantity\"", $"\"name\":{name},\"quantity\"", StringComparison.Ordinal))));

    [Theory]
    [InlineData(200, 200)]
    [InlineData(201, 400)]
    public async Task A_display_name_has_up_to_200_characters(int length, int status) => Assert.Equal(
        status,
        (await _api.PlaceAsync(OrdersApi.Order().Replace(
            "\"quantity\"", $"\"name\":\"{new string('n', length)}\",\"quantity\"", StringComparison.Ordinal))).StatusCode);

    private static readonly JsonSerializerOptions Plain =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private Task<Amazon.Lambda.APIGatewayEvents.APIGatewayHttpApiV2ProxyResponse> PlaceAsync(Dictionary<string, string> metadata) =>
        _api.PlaceAsync(OrdersApi.Order($"\"metadata\":{JsonSerializer.Serialize(metadata)}"));
}
