using Amazon.DynamoDBv2.Model;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Orders;
using Analytics.Storage;
using Xunit;

namespace Analytics.Tests.Functions.Orders;

/// <summary>GET /orders.</summary>
public class ListTests
{
    private readonly OrdersApi _api = new();

    [Fact]
    public async Task A_list_is_read_page_by_page_the_newest_order_first()
    {
        foreach (var number in Enumerable.Range(1, 5))
        {
            await PlaceAsync($"A-{number}", $"2026-11-2{number % 3}T10:00:00Z");
        }

        var read = new List<string>();
        var cursor = "";
        do
        {
            var page = OrdersApi.Json(await ListAsync($"limit=2{(cursor.Length > 0 ? $"&cursor={cursor}" : "")}"));
            Assert.InRange(page["orders"]!.AsArray().Count, 1, 2);
            read.AddRange(page["orders"]!.AsArray().Select(order => (string)order!["reference"]!));
            cursor = (string?)page["cursor"] ?? "";
        }
        while (cursor.Length > 0);

        // Those of one moment are sorted by their id, which is a hash of the reference.
        Assert.Equal(5, read.Distinct().Count());
        Assert.Equal(["A-2", "A-5"], read.Take(2).Order());
        Assert.Equal(["A-1", "A-4"], read.Skip(2).Take(2).Order());
    }

    [Fact]
    public async Task An_order_in_a_list_is_as_it_is_by_itself()
    {
        await PlaceAsync("A-1", "2026-11-20T10:00:00Z");
        var id = $"{OrderId.FromReference("A-1")}";
        await _api.CancelAsync(id);

        Assert.Equal($$"""{"orders":[{{(await _api.GetAsync(id)).Body}}],"cursor":null}""", (await ListAsync("")).Body);
    }

    [Fact]
    public async Task A_reference_finds_one_order_or_none()
    {
        await PlaceAsync("A-1", "2026-11-20T10:00:00Z");
        await PlaceAsync("A-2", "2026-11-20T10:00:00Z");

        Assert.Equal(["A-2"], await ReferencesAsync("reference=A-2"));
        Assert.Equal(["A-2"], await ReferencesAsync("reference=%20A-2"));
        Assert.Equal("""{"orders":[],"cursor":null}""", (await ListAsync("reference=A-3")).Body);
    }

    [Fact]
    public async Task A_reference_of_an_order_that_another_program_broke_is_a_conflict()
    {
        await PlaceAsync("A-1", "2026-11-20T10:00:00Z");
        _api.Store.Edit(OrderId.FromReference("A-1"), item => item[OrderItem.Currency] = new AttributeValue { S = "XXX" });

        Assert.Equal(409, (await ListAsync("reference=A-1")).StatusCode);
    }

    [Fact]
    public async Task Customer_status_and_time_choose_the_orders()
    {
        await PlaceAsync("A-1", "2026-11-20T10:00:00Z", "c-1");
        await PlaceAsync("A-2", "2026-11-21T10:00:00Z", "c-2");
        await PlaceAsync("A-3", "2026-11-22T10:00:00Z", "c-1");
        await _api.CancelAsync($"{OrderId.FromReference("A-3")}");

        Assert.Equal(["A-3", "A-1"], await ReferencesAsync("customerId=c-1"));
        Assert.Equal(["A-1"], await ReferencesAsync("customerId=c-1&status=PLACED"));
        Assert.Equal(["A-2", "A-1"], await ReferencesAsync("status=PLACED"));
        Assert.Equal(["A-2"], await ReferencesAsync("from=2026-11-21T10:00:00Z&to=2026-11-22T11:00:00%2B01:00"));
        Assert.Equal(["A-1"], await ReferencesAsync("customerId=c-1&to=2026-11-21T00:00:00Z"));
    }

    [Theory]
    [InlineData("customerID=c-1", "customerID is not a parameter of this request; did you mean customerId?")]
    [InlineData("limit=0", "limit must be a whole number from 1 to 100; got '0'")]
    [InlineData("limit=101", "limit must be a whole number from 1 to 100; got '101'")]
    [InlineData("limit=ten", "limit must be a whole number from 1 to 100; got 'ten'")]
    [InlineData("limit=1&limit=2", "limit appears 2 times; give it once")]
    [InlineData("status=placed", "status must be PLACED or CANCELLED; got 'placed'")]
    [InlineData("from=2026-11-21", "from must be a time in RFC 3339, as 2026-11-23T10:05:12Z; got '2026-11-21'")]
    [InlineData("from=2026-11-21T10:00:00%2001:00",
        "from must be a time in RFC 3339, as 2026-11-23T10:05:12Z; got '2026-11-21T10:00:00 01:00': write the + of its offset as %2B")]
    [InlineData("to=0001-01-01T00:00:00Z", "to must be after from")]
    [InlineData("to=", "to must be a time in RFC 3339, as 2026-11-23T10:05:12Z; got ''")]
    [InlineData("from=2026-11-22T00:00:00Z&to=2026-11-22T00:00:00Z", "to must be after from")]
    [InlineData("reference=", "reference must be 1 to 64 printable characters")]
    [InlineData("reference=A-1&limit=3", "limit cannot be given together with reference")]
    [InlineData("customerId=%00", "customerId must be 1 to 64 printable characters")]
    [InlineData("cursor=x", "cursor must be the cursor of an answer to the same request; repeat its other parameters, except for limit")]
    [InlineData("cursor=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "cursor must be the cursor of an answer to the same request; repeat its other parameters, except for limit")]
    public async Task A_parameter_that_breaks_a_rule_is_named(string query, string error)
    {
        var answer = await ListAsync(query);

        Assert.Equal(400, answer.StatusCode);
        Assert.StartsWith(error, Assert.Single(OrdersApi.Errors(answer)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_parameter_that_breaks_a_rule_is_named()
    {
        var errors = OrdersApi.Errors(await ListAsync("customer=c-1&from=2026-11-22T00:00:00Z&to=2026-11-21T00:00:00Z&limit=0"));

        Assert.Equal(["customer", "to", "limit"], errors.Select(error => error.Split(' ')[0]));
    }

    // Lambda's response holds 6 MB (AWS Lambda quotas: 6,291,556 bytes), and the body is a JSON string in it.
    [Fact]
    public async Task A_page_of_quotation_marks_fits_into_a_response()
    {
        var name = string.Concat(Enumerable.Repeat("\\\"", 200));
        var lines = Enumerable.Range(0, 100).Select(sku => $$"""{"sku":"s-{{sku}}","name":"{{name}}","quantity":1,"unitPrice":1}""");
        var order = $$"""{"customerId":"c-1","currency":"USD","lines":[{{string.Join(',', lines)}}]}""";
        foreach (var _ in Enumerable.Range(0, 80))
        {
            Assert.Equal(200, (await _api.PlaceAsync(order)).StatusCode);
        }

        var page = await ListAsync("limit=100");

        Assert.InRange(page.Body.Length + page.Body.Count(character => character is '"' or '\\'), 3_000_000, 6_291_556);
        Assert.NotNull(OrdersApi.Json(page)["cursor"]);
    }

    [Theory]
    [InlineData("to=9999-12-31T23:59:59Z")]
    [InlineData("from=0001-01-01T00:00:00Z")]
    [InlineData("from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59%2B00:00&customerId=c-1")]
    public async Task Any_time_may_be_asked_for(string query)
    {
        await PlaceAsync("A-1", "2026-11-20T10:00:00Z");

        Assert.Equal(["A-1"], await ReferencesAsync(query));
    }

    [Fact]
    public async Task A_cursor_belongs_to_the_parameters_of_its_list_and_to_any_limit()
    {
        await PlaceAsync("A-1", "2026-11-20T10:00:00Z");
        await PlaceAsync("A-2", "2026-11-20T10:00:00Z");
        var cursor = (string)OrdersApi.Json(await ListAsync("limit=1&status=PLACED"))["cursor"]!;

        Assert.Single(await ReferencesAsync($"limit=50&status=PLACED&cursor={cursor}"));
        Assert.Equal(400, (await ListAsync($"limit=1&cursor={cursor}")).StatusCode);
        Assert.Equal(400, (await ListAsync($"limit=1&status=PLACED&cursor={cursor}x")).StatusCode);
    }

    [Fact]
    public async Task HEAD_answers_as_GET_does()
    {
        await PlaceAsync("A-1", "2026-11-20T10:00:00Z");

        Assert.Equivalent(await ListAsync(""), await _api.CallAsync("HEAD /orders"), strict: true);
    }

    private async Task<IEnumerable<string?>> ReferencesAsync(string query) =>
        OrdersApi.Json(await ListAsync(query))["orders"]!.AsArray().Select(order => (string?)order!["reference"]);

    private Task<APIGatewayHttpApiV2ProxyResponse> PlaceAsync(string reference, string placedAt, string customer = "c-1") =>
        _api.PlaceAsync(OrdersApi.Order($"\"reference\":\"{reference}\",\"placedAt\":\"{placedAt}\"").Replace(
            "c-1", customer, StringComparison.Ordinal));

    private Task<APIGatewayHttpApiV2ProxyResponse> ListAsync(string query) => _api.CallAsync("GET /orders", query: query);
}
