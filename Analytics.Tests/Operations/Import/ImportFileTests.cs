using Analytics.Core.Orders;
using Analytics.Operations.Import;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Operations.Import;

public sealed class ImportFileTests : ImportFiles
{
    [Fact]
    public void Rows_with_one_reference_are_one_order_wherever_they_are()
    {
        var plan = Csv(Header + Tea + "1002,2026-11-19T10:00:00Z,c-2,EUR,mug,1,12\n" + "1001,,,,milk,3,1.25\n");

        Assert.Empty(plan.Rejections);
        Assert.Equal([OrderId.FromReference("1002"), OrderId.FromReference("1001")], plan.Orders.Select(order => order.Id));
        Assert.Equal([new OrderLine("tea", 2, 450), new OrderLine("milk", 3, 125)], plan.Orders[1].Terms.Lines);
        Assert.Equal([2, 4], plan.Orders[1].FileLines);
        Assert.Equal(
            [(Some.Eur, 1, 0, (Int128)1200), (Some.Usd, 1, 0, (Int128)1275)], plan.ByCurrency);
    }

    [Fact]
    public void A_byte_order_mark_crlf_quotes_and_line_feeds_inside_fields_are_as_spreadsheets_write_them()
    {
        var text = "\uFEFF" + (Header.TrimEnd() + ",note\n").Replace("\n", "\r\n", StringComparison.Ordinal)
            + "\"1001\",\"2026-11-20T10:00:00Z\",\"c-1\",USD,\"tea, \"\"black\"\"\",2,4.50,\"two\nlines\"\r\n"
            + "1002,2026-11-20T10:00:00Z,c-1,USD,mug,0,4.50,\r\n";

        var plan = Csv(text);

        Assert.Equal("tea, \"black\"", Assert.Single(plan.Orders).Terms.Lines[0].Sku);
        Assert.Equal(["note"], plan.IgnoredColumns);
        Assert.Equal(new Rejection(4, "quantity must be a whole number from 1 to 1,000,000"), Assert.Single(plan.Rejections));
    }

    [Fact]
    public void Dimensions_are_columns_of_the_order()
    {
        var plan = Csv(
            Header.TrimEnd() + ",Channel,campaign\n" + Tea.TrimEnd() + ",Web,spring_26\n" + "1001,,,,milk,3,1.25,,\n"
            + "1002,2026-11-20T10:00:00Z,c-1,USD,tea,2,4.50,two words,\n");

        Assert.Equal("campaign,channel=spring_26,web", Assert.Single(plan.Orders).Terms.Slice.Text);
        Assert.Equal(
            new Rejection(4, "channel must be 1 to 32 letters a to z, digits, hyphens and underscores; capitals are converted"),
            Assert.Single(plan.Rejections));
    }

    [Fact]
    public void Columns_of_other_names_are_mapped()
    {
        var map = new Dictionary<string, string>
        {
            ["Name"] = "reference", ["Created at"] = "placedAt", ["Email"] = "customerId", ["Lineitem sku"] = "sku",
            ["Lineitem quantity"] = "quantity", ["Lineitem price"] = "unitPrice",
        };

        var plan = Csv(
            "Name,Email,Currency,Created at,Lineitem sku,Lineitem quantity,Lineitem price\n"
            + "#1001,a@example.org,USD,2026-11-20 11:00:00 +0100,tea,2,4.50\n", map);

        var order = Assert.Single(plan.Orders);
        Assert.Equal((OrderId.FromReference("#1001"), "a@example.org"), (order.Id, order.Terms.CustomerId));
        Assert.Equal("2026-11-20T10:00:00.000Z", Timestamps.Format(order.PlacedAt));
    }

    [Theory]
    [InlineData("a,b\n", "no column placedAt, customerId, currency, sku, quantity, unitPrice; it has: a, b")]
    [InlineData("sku,sku\n", "two columns 'sku'")]
    [InlineData("", "is empty")]
    [InlineData("\"sku,quantity\n1,2\n", "which names the columns, has a quote that is opened on line 1 and never closed")]
    public void A_file_whose_columns_are_not_those_of_orders_is_refused_as_a_whole(string text, string message) =>
        Assert.Contains(message, Assert.Throws<ImportException>(() => Csv(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Order", "reference", "the file has no column 'Order'")]
    [InlineData("reference", "number", "'number' is not a column of an order")]
    public void A_map_that_names_what_there_is_not_is_refused(string theirs, string ours, string message) => Assert.Contains(
        message, Assert.Throws<ImportException>(() => Csv(Header, new Dictionary<string, string> { [theirs] = ours })).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("1001,2025-10-18T11:59:59Z,c-1,USD,tea,2,4.50", "placedAt is older than 400 days: no window reaches that far back")]
    [InlineData("1001,2026-11-23T12:05:01Z,c-1,USD,tea,2,4.50", "placedAt must be at most 5 minutes ahead")]
    [InlineData("1001,yesterday,c-1,USD,tea,2,4.50", "placedAt must be a date and time, as ")]
    [InlineData("1001,,c-1,USD,tea,2,4.50", "placedAt is missing")]
    [InlineData("1001,2026-11-20,,USD,tea,2,4.50", "customerId is missing")]
    [InlineData("1001,2026-11-20,c-1,usd,tea,2,4.50", "currency must be an ISO 4217")]
    [InlineData("1001,2026-11-20,c-1,USD,tea,2,$4.50", "unitPrice must be a number")]
    [InlineData("1001,2026-11-20,c-1,USD,tea,2,4.505", "unitPrice must have no more decimals")]
    [InlineData("1001,2026-11-20,c-1,USD,tea,2", "has 6 fields, and the header has 7")]
    [InlineData("1001,2026-11-20,c-1,USD,\"tea\"x,2,4.50", "has text after a closing quote (line 2)")]
    public void A_row_that_breaks_a_rule_is_rejected_with_its_line_and_the_others_come_in(string row, string reason)
    {
        var plan = Csv(Header + row + "\n" + "1002,2026-11-20T10:00:00Z,c-1,USD,tea,2,4.50\n");

        var rejection = Assert.Single(plan.Rejections);
        Assert.Equal(2, rejection.FileLine);
        Assert.Contains(reason, rejection.Reason, StringComparison.Ordinal);
        Assert.Equal(OrderId.FromReference("1002"), Assert.Single(plan.Orders).Id);
    }

    [Theory]
    [InlineData("2025-10-19T12:00:00Z")]
    [InlineData("2026-11-23T12:05:00Z")]
    public void The_oldest_and_the_newest_time_come_in(string placedAt) =>
        Assert.Single(Csv($"{Header}1001,{placedAt},c-1,USD,tea,2,4.50\n").Orders);

    [Theory]
    [InlineData("1001,,,,milk,0,1", "quantity must be a whole number from 1 to 1,000,000")]
    [InlineData("1001,,,,milk,1", "has 6 fields, and the header has 7")]
    public void An_order_comes_in_whole_or_not_at_all(string bad, string reason)
    {
        var plan = Csv($"{Header}{Tea}{bad}\n");

        Assert.Empty(plan.Orders);
        Assert.Equal([2, 3], plan.Rejections.Select(rejection => rejection.FileLine));
        Assert.Contains($"line 3 of the same order: {reason}", plan.Rejections[0].Reason, StringComparison.Ordinal);
        Assert.StartsWith(reason, plan.Rejections[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_that_differs_between_rows_of_an_order_is_said()
    {
        var plan = Csv(Header + Tea + "1001,,c-2,,mug,1,12\n");

        Assert.All(
            plan.Rejections,
            rejection => Assert.Equal("customerId differs between rows of the same order (line 3)", rejection.Reason));
        Assert.Equal(2, plan.Rejections.Count);
    }

    [Theory]
    [InlineData("2026-11-23T12:05:01Z", "updatedAt must be at most 5 minutes ahead")]
    [InlineData("2026-11-19T12:00:00Z", "updatedAt must not be before placedAt")]
    public void A_cancellation_is_made_between_the_placement_and_now(string updatedAt, string reason)
    {
        var plan = Csv(
            "reference,placedAt,customerId,currency,sku,quantity,unitPrice,status,updatedAt\n"
            + $"1001,2026-11-20,c-1,USD,tea,2,4.50,CANCELLED,{updatedAt}\n");

        Assert.Contains(reason, Assert.Single(plan.Rejections).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_order_is_imported_as_cancelled_and_is_no_revenue()
    {
        var plan = Csv($"status,updatedAt,{Header}cancelled,2026-11-21T10:00:00Z,{Tea}");

        Assert.Equal("2026-11-21T10:00:00.000Z", Timestamps.Format(Assert.Single(plan.Orders).CancelledAt!.Value));
        Assert.Equal((Some.Usd, 0, 1, (Int128)0), Assert.Single(plan.ByCurrency));
    }

    [Fact]
    public void Revenue_is_less_by_discounts_and_is_of_the_orders_that_are_not_cancelled()
    {
        var plan = Csv(
            $"discount,status,{Header}1.50,,1001,2026-11-20,c-1,USD,tea,2,4.50\n"
            + ",CANCELLED,1002,2026-11-20,c-1,USD,tea,2,4.50\n");

        Assert.Equal((Some.Usd, 1, 1, (Int128)750), Assert.Single(plan.ByCurrency));
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("TRUE", true)]
    [InlineData("False", false)]
    [InlineData("", false)]
    public void Whether_the_tax_is_included_is_a_column(string text, bool expected)
    {
        var plan = Csv($"Tax Included,{Header}{text},{Tea}", new() { ["Tax Included"] = "taxIncluded" });

        Assert.Equal(expected, Assert.Single(plan.Orders).Terms.TaxIncluded);
    }

    [Fact]
    public void Anything_else_in_that_column_rejects_the_row()
    {
        var plan = Csv($"taxIncluded,{Header}yes,{Tea}");

        Assert.Empty(plan.Orders);
        Assert.Equal("taxIncluded must be true or false", Assert.Single(plan.Rejections).Reason);
    }

    [Fact]
    public void Capitals_do_not_make_the_rows_of_an_order_differ() =>
        Assert.True(Assert.Single(Csv($"taxIncluded,{Header}TRUE,{Tea}true,1001,,,,mug,1,12\n").Orders).Terms.TaxIncluded);

    [Fact]
    public void An_id_that_is_not_that_of_the_reference_rejects_the_order()
    {
        const string Other = "0bafe221-56d2-898c-943b-86040446d366";
        var plan = Csv(
            $"orderId,{Header}{Other},{Tea}{OrderId.FromReference("1002")},1002,2026-11-20,c-1,USD,tea,2,4.50\n");

        Assert.Equal((OrderId.FromReference("1002"), "1002"), (Assert.Single(plan.Orders).Id, plan.Orders[0].Terms.Reference));
        Assert.Equal(
            "orderId is not the id of the order with this reference, which is "
                + $"{OrderId.FromReference("1001")}; leave out either orderId or reference",
            Assert.Single(plan.Rejections).Reason);
    }

    [Fact]
    public void Rows_that_name_an_order_by_its_id_or_by_its_reference_are_one_order()
    {
        var id = OrderId.FromReference("1001");
        var plan = Csv($"orderId,{Header}{id},{Tea},1001,,,,mug,1,12\n{id},,,,,milk,1,1\n");

        Assert.Empty(plan.Rejections);
        Assert.Equal(["tea", "mug", "milk"], Assert.Single(plan.Orders).Terms.Lines.Select(line => line.Sku));
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("9999-12-31 23:59:59 -0500")]
    [InlineData("0001-01-01")]
    public void A_time_at_the_end_of_the_calendar_rejects_the_row(string placedAt) => Assert.StartsWith(
        "placedAt must be a date and time", Assert.Single(Csv($"{Header}1001,{placedAt},c-1,USD,tea,2,4.50\n").Rejections).Reason,
        StringComparison.Ordinal);

    [Fact]
    public void An_order_without_a_number_has_the_same_id_in_the_same_file_and_another_in_another()
    {
        const string Row = "2026-11-20,c-1,USD,tea,2,4.50\n";
        const string Anonymous = $"placedAt,customerId,currency,sku,quantity,unitPrice\n{Row}{Row}";

        var (first, again, other) = (Csv(Anonymous).Orders, Csv(Anonymous).Orders, Csv($"{Anonymous}\n").Orders);

        Assert.Equal(first.Select(order => order.Id), again.Select(order => order.Id));
        Assert.Equal(4, first.Concat(other).Select(order => order.Id).Distinct().Count());
    }

    [Fact]
    public void An_order_of_the_past_may_have_a_currency_that_was_withdrawn_since()
    {
        var plan = Csv($"{Header}1001,2025-12-31T10:00:00Z,c-1,BGN,tea,2,4.50\n1002,2026-01-01T10:00:00Z,c-1,BGN,tea,2,4.50\n");

        Assert.Equal(OrderId.FromReference("1001"), Assert.Single(plan.Orders).Id);
        Assert.Contains("currency must be a current currency", Assert.Single(plan.Rejections).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Ndjson_has_the_bodies_of_requests_with_placedAt()
    {
        var plan = Ndjson(
            Json("\"reference\":\"1001\",\"placedAt\":\"2026-11-20T10:00:00Z\""),
            "",
            "{\"reference\":",
            Json("\"reference\":\"1003\",\"placedAt\":\"2020-01-01\"", quantity: 0),
            Json("\"orderId\":\"0bafe221-56d2-898c-943b-86040446d366\",\"placedAt\":\"2026-11-20\""));

        Assert.Equal(
            [OrderId.FromReference("1001").ToString(), "0bafe221-56d2-898c-943b-86040446d366"],
            plan.Orders.OrderBy(order => order.FileLines[0]).Select(order => order.Id.ToString()));
        Assert.Equal([3, 4], plan.Rejections.Select(rejection => rejection.FileLine));
        Assert.StartsWith("is not JSON: ", plan.Rejections[0].Reason, StringComparison.Ordinal);
        Assert.Contains("placedAt is older than 400 days", plan.Rejections[1].Reason, StringComparison.Ordinal);
        Assert.Contains("lines/0/quantity must be", plan.Rejections[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reference_that_comes_again_with_the_same_content_is_one_order_and_with_other_content_is_rejected()
    {
        var order = Json("\"reference\":\"1001\",\"placedAt\":\"2026-11-20\"");

        var plan = Ndjson(order, order, order.Replace("c-1", "c-2", StringComparison.Ordinal));

        Assert.Equal((1, 1), (plan.Orders.Count, plan.Repeated));
        Assert.Equal(new Rejection(3, "has the same reference or id as line 1, with other content"), Assert.Single(plan.Rejections));
    }
}
