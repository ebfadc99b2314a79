using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.EndToEnd;

/// <summary>Another program edits the orders table through an AWS client: the aggregates say what the table says.</summary>
[Trait(TestKind.Name, TestKind.Process)]
[Collection(WholeSystem.Name)]
public sealed class OtherWritersTests(StackOfTheClass theClass) : IClassFixture<StackOfTheClass>, IDisposable
{
    private readonly StackFixture _stack = theClass.Stack;
    private readonly OtherWriter _other = new(theClass.Stack);

    public void Dispose() => _other.Dispose();

    [Fact]
    public async Task A_quantity_that_was_edited_without_a_version_is_taken_back_as_it_is_by_a_cancellation()
    {
        var id = await PlaceAsync();
        await CountedAsync();
        await _other.SetQuantityAsync(id, 5);
        await CountedAsync();
        Assert.Equal(HttpStatusCode.OK, await CancelAsync(id));
        await CountedAsync();
        Assert.Equal("5", (await _other.ReadAsync(id))!["lines"].L[0].M["quantity"].N);
    }

    [Fact]
    public async Task An_edit_and_a_cancellation_right_after_another_are_both_counted()
    {
        var id = await PlaceAsync();
        await _other.SetQuantityAsync(id, 5);
        await CancelAsync(id);
        await CountedAsync();
    }

    [Fact]
    public async Task A_status_that_was_edited_counts()
    {
        var id = await PlaceAsync();
        await CountedAsync();
        await _other.SetAsync(id, "status", new AttributeValue("CANCELLED"));
        await CountedAsync();
        await _other.SetAsync(id, "status", new AttributeValue("PLACED"));
        await CountedAsync();
    }

    [Fact]
    public async Task An_order_that_became_another_customers_counts_among_the_other_ones()
    {
        var id = await PlaceAsync();
        await CountedAsync();
        await _other.SetAsync(id, "customerId", new AttributeValue("Ünal"));
        await CountedAsync();
        await CancelAsync(id);
        await CountedAsync();
        await _other.DeleteAsync(id);
        await CountedAsync();
    }

    [Theory]
    [InlineData("3")]
    [InlineData("0")]
    [InlineData("10000")]
    [InlineData(null)]
    public async Task An_order_that_was_imported_with_any_version_counts_and_can_be_cancelled(string? version)
    {
        var item = await ImportAsync(version);
        await CountedAsync();
        Assert.Equal(HttpStatusCode.OK, (await _stack.Api.GetAsync($"/orders/{item["orderId"].S}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, await CancelAsync(item["orderId"].S));
        await CountedAsync();
    }

    [Fact]
    public async Task An_order_that_was_made_invalid_counts_nowhere_until_it_is_corrected_and_the_API_says_so()
    {
        var id = await PlaceAsync();
        await CountedAsync();
        await _other.SetQuantityAsync(id, -5);
        await CountedAsync();
        var refusal = await _stack.Api.PostAsync($"/orders/{id}/cancel", null);
        Assert.Equal(HttpStatusCode.Conflict, refusal.StatusCode);
        Assert.Equal("#/lines/0/quantity", (string?)(await refusal.Content.ReadFromJsonAsync<JsonNode>())!["errors"]![0]!["pointer"]);
        await _other.SetQuantityAsync(id, 2);
        await CountedAsync();
        Assert.Equal(HttpStatusCode.OK, await CancelAsync(id));
        await CountedAsync();
    }

    [Theory]
    [InlineData("1")]
    [InlineData("-7")]
    [InlineData("1000000000000000000000")]
    public async Task A_version_that_was_set_to_anything_changes_nothing_and_hides_nothing(string version)
    {
        var id = await PlaceAsync();
        await _other.SetAsync(id, "version", new AttributeValue { N = "2" });
        await CountedAsync();
        await _other.SetAsync(id, "version", new AttributeValue { N = version });
        await _other.SetQuantityAsync(id, 3);
        await CountedAsync();
        Assert.Equal(HttpStatusCode.OK, await CancelAsync(id));
        await CountedAsync();
    }

    [Fact]
    public async Task An_order_that_was_deleted_and_placed_again_with_its_key_counts_again()
    {
        var key = Guid.NewGuid().ToString();
        var id = await PlaceAsync(key);
        await CountedAsync();
        await _other.DeleteAsync(id);
        Assert.Equal(id, await PlaceAsync(key));
        await CountedAsync();
        await CancelAsync(id);
        await CountedAsync();
    }

    [Fact]
    public async Task Orders_that_were_deleted_and_put_back_at_once_count_and_so_does_each_next_change()
    {
        var ids = new List<string>();
        for (var order = 0; order < 4; order++)
        {
            ids.Add(await PlaceAsync());
        }

        var items = await Task.WhenAll(ids.Select(_other.ReadAsync));
        foreach (var item in items)
        {
            await _other.DeleteAsync(item!["orderId"].S);
            await _other.PutAsync(item);
        }

        await CountedAsync();
        await CancelAsync(ids[0]);
        await _other.SetQuantityAsync(ids[1], 7);
        await _other.SetAsync(ids[2], "status", new AttributeValue("CANCELLED"));
        await _other.DeleteAsync(ids[3]);
        await CountedAsync();
        await _other.PutAsync(items[3]!);
        await CountedAsync();
    }

    [Fact]
    public async Task An_older_copy_that_is_put_over_an_order_counts_as_it_is()
    {
        var id = await PlaceAsync();
        var backup = (await _other.ReadAsync(id))!;
        await CancelAsync(id);
        await CountedAsync();
        await _other.PutAsync(backup);
        await CountedAsync();
        await CancelAsync(id);
        await CountedAsync();
    }

    [Fact]
    public async Task An_order_that_was_moved_to_another_minute_lane_and_currency_counts_there()
    {
        var id = await PlaceAsync();
        await CountedAsync();
        await _other.SetAsync(
            id, "placedAt", new AttributeValue(
            DateTime.UtcNow.AddHours(-2).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)));
        await _other.SetAsync(id, "lane", new AttributeValue { N = "77" });
        await _other.SetAsync(id, "currency", new AttributeValue("GBP"));
        await CountedAsync();
        await CancelAsync(id);
        await CountedAsync();
    }

    [Fact]
    public async Task A_copy_of_another_order_with_its_change_ids_counts_by_itself()
    {
        var item = (await _other.ReadAsync(await PlaceAsync()))!;
        item["orderId"] = new AttributeValue(Guid.NewGuid().ToString());
        await _other.PutAsync(item);
        await CountedAsync();
        await CancelAsync(item["orderId"].S);
        await CountedAsync();
    }

    // Two keys are two items; read as one order, each would hide the other's changes.
    [Fact]
    public async Task A_copy_under_another_spelling_of_its_key_is_no_order()
    {
        var id = await PlaceAsync();
        await CountedAsync();
        var twin = (await _other.ReadAsync(id))!;
        foreach (var spelling in new[] { id.ToUpperInvariant(), $" {id}", $"{id}\t", $"+{id[1..]}" })
        {
            twin["orderId"] = new AttributeValue(spelling);
            await _other.PutAsync(twin);
            await CountedAsync();
            await _other.SetQuantityAsync(spelling, 10);
            await CountedAsync();
            await _other.DeleteAsync(spelling);
            await CountedAsync();
        }

        await CancelAsync(id);
        await CountedAsync();
    }

    [Fact]
    public async Task A_client_reads_its_own_order_when_it_says_which()
    {
        using var placed = await PostAsync(null);
        var token = Assert.Single(placed.Headers.GetValues("Order-Change"));
        var sku = (string)(await placed.Content.ReadFromJsonAsync<JsonNode>())!["lines"]![0]!["sku"]!;

        var item = await _stack.Api.GetFromJsonAsync<JsonNode>($"/aggregates/items/{sku}?window=5m&wait=10s&includes={token}");

        Assert.Equal(1, (int)item!["orders"]!);
        var never = await _stack.Api.GetAsync("/aggregates/totals?window=5m&wait=0.1s&includes=2026-01-01T00:00Z.0.00000000000000aa");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (never.StatusCode, never.Headers.RetryAfter is not null));
    }

    private async Task<Dictionary<string, AttributeValue>> ImportAsync(string? version)
    {
        var now = new AttributeValue(DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        var line = new AttributeValue { M = new() { ["sku"] = new("jar"), ["quantity"] = new() { N = "2" },
            ["unitPrice"] = new() { N = "12.5" } } };
        var item = new Dictionary<string, AttributeValue>
        {
            ["orderId"] = new(Guid.NewGuid().ToString()), ["status"] = new("PLACED"), ["customerId"] = new("c"), ["currency"] = new("EUR"),
            ["lines"] = new() { L = [line] }, ["placedAt"] = now, ["updatedAt"] = now,
        };
        if (version is not null)
        {
            item["version"] = new() { N = version };
        }

        await _other.PutAsync(item);
        return item;
    }

    private async Task<HttpResponseMessage> PostAsync(string? key) => await Traffic.PostAsync(
        _stack.Api, $$"""{"customerId":"c","currency":"USD","lines":[{"sku":"{{Guid.NewGuid():N}}","quantity":1,"unitPrice":10}]}""", key ?? Guid.NewGuid().ToString());

    private async Task<string> PlaceAsync(string? key = null)
    {
        // The same key must come with the same body.
        using var response = await Traffic.PostAsync(
            _stack.Api, """{"customerId":"c","currency":"USD","lines":[{"sku":"tea","quantity":1,"unitPrice":10}]}""", key ?? Guid.NewGuid().ToString());
        response.EnsureSuccessStatusCode();
        return (string)(await response.Content.ReadFromJsonAsync<JsonNode>())!["orderId"]!;
    }

    private async Task<HttpStatusCode> CancelAsync(string id) => (await _stack.Api.PostAsync($"/orders/{id}/cancel", null)).StatusCode;

    private Task CountedAsync() => Eventually.EqualAsync("", () => Answers.DifferencesAsync(_stack, _other), () => _stack.Log.Tail(20));
}
