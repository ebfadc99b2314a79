using System.Text;
using Analytics.Core.Orders;
using Analytics.Core.Wire;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Core.Orders;

public class OrderDocumentTests
{
    [Fact]
    public void An_order_within_the_rules_is_accepted()
    {
        var terms = Check("""{"customerId":"c-1","currency":"JPY","lines":[{"sku":"抹茶","quantity":2,"unitPrice":350}],"note":"passed over"}""", out var errors);

        Assert.Empty(errors);
        Assert.Equal(("c-1", "JPY", new OrderLine("抹茶", 2, 350)), (terms!.CustomerId, terms.Currency.Code, terms.Lines.Single()));
    }

    [Fact]
    public void Every_offending_field_has_one_entry()
    {
        Check("""{"customerId":"","currency":"usd","lines":[{"sku":"a\nb","quantity":0,"unitPrice":-1},{"quantity":"1","unitPrice":1}]}""", out var errors);

        Assert.Equal(
            ["#/lines/1/quantity", "#/customerId", "#/currency", "#/lines/0/sku", "#/lines/0/quantity", "#/lines/0/unitPrice",
                "#/lines/1/sku"],
            errors.Select(error => error.Pointer));
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("1000000", true)]
    [InlineData("1.0", true)] // the same number as 1
    [InlineData("1e6", true)]
    [InlineData("0", false)]
    [InlineData("1000001", false)]
    [InlineData("1.5", false)]
    [InlineData("-1", false)]
    [InlineData("1e400", false)]
    [InlineData("\"1\"", false)]
    [InlineData("null", false)]
    public void Quantity_is_a_whole_number_up_to_a_million(string quantity, bool isAccepted) =>
        Assert.Equal(isAccepted, IsAccepted($$"""{"customerId":"c","currency":"USD","lines":[{"sku":"a","quantity":{{quantity}},"unitPrice":1}]}"""));

    [Theory]
    [InlineData("USD", "0", true)]
    [InlineData("USD", "0.01", true)]
    [InlineData("USD", "1000000", true)]
    [InlineData("USD", "1000000.00", true)]
    [InlineData("USD", "1000000.01", false)]
    [InlineData("USD", "0.001", false)]
    [InlineData("USD", "-0.01", false)]
    [InlineData("JPY", "1000000", true)]
    [InlineData("JPY", "0.5", false)]
    [InlineData("KWD", "0.001", true)]
    [InlineData("KWD", "0.0001", false)]
    [InlineData("CLF", "1000000", true)]
    public void A_price_has_no_more_decimals_than_its_currency(string currency, string price, bool isAccepted) =>
        Assert.Equal(isAccepted, IsAccepted($$"""{"customerId":"c","currency":"{{currency}}","lines":[{"sku":"a","quantity":1,"unitPrice":{{price}}}]}"""));

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Names_have_1_to_64_characters(int length, bool isAccepted)
    {
        // Each is one character of two UTF-16 units and four UTF-8 bytes.
        var name = string.Concat(Enumerable.Repeat("😀", length));

        Assert.Equal((isAccepted, isAccepted),
            (IsAccepted($$"""{"customerId":"{{name}}","currency":"USD","lines":[{"sku":"a","quantity":1,"unitPrice":1}]}"""),
            IsAccepted($$"""{"customerId":"c","currency":"USD","lines":[{"sku":"{{name}}","quantity":1,"unitPrice":1}]}""")));
    }

    [Theory]
    [InlineData("\\u0000")]
    [InlineData("\\t")]
    [InlineData("a\\u200bb")] // zero width space: a format character
    [InlineData("\\u2028")]
    [InlineData("\\ud800")] // half a character
    [InlineData("\\ufffd")]
    public void Names_have_printable_characters_only(string name) =>
        Assert.False(IsAccepted($$"""{"customerId":"{{name}}","currency":"USD","lines":[{"sku":"a","quantity":1,"unitPrice":1}]}"""));

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void An_order_has_1_to_100_lines(int count, bool isAccepted)
    {
        var lines = string.Join(",", Enumerable.Repeat("""{"sku":"a","quantity":1,"unitPrice":1}""", count));

        Assert.Equal(isAccepted, IsAccepted($$"""{"customerId":"c","currency":"USD","lines":[{{lines}}]}"""));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("null")]
    [InlineData("""{"lines":{}}""")]
    [InlineData("""{"customerId":1,"currency":[],"lines":[1,null,"x"]}""")]
    public void What_has_the_wrong_shape_is_refused_field_by_field(string json) => Assert.False(IsAccepted(json));

    [Fact]
    public void The_largest_order_has_a_total_that_fits()
    {
        var lines = string.Join(",", Enumerable.Repeat("""{"sku":"a","quantity":1000000,"unitPrice":1000000}""", 100));
        var terms = Check($$"""{"customerId":"c","currency":"CLF","lines":[{{lines}}]}""", out _);

        Assert.Equal(1_000_000_000_000_000_000, terms!.Place(default, default, 0, default).TotalMinor);
    }

    [Theory]
    [InlineData("2026-11-23T12:00:00.000Z", true)]
    [InlineData("2026-11-22T12:00:00.000Z", true)] // placed long before
    [InlineData("2026-11-24T12:00:00.000Z", true)]
    [InlineData("2026-11-24T12:00:00.001Z", false)]
    [InlineData("9999-12-31T23:59:59.999Z", false)]
    public void An_order_is_placed_at_most_a_day_after_its_last_change(string placedAt, bool isAccepted)
    {
        var errors = new FieldErrors();
        var order = (Whole with { PlacedAt = placedAt }).Check(errors);

        Assert.Equal(isAccepted ? "" : "#/placedAt must be at most a day after updatedAt", errors.ToString());
        Assert.Equal(isAccepted, order is not null);
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("0", 0)]
    [InlineData("-1", 0)]
    [InlineData("1.0", 0)]
    [InlineData("1000000000000000", 1_000_000_000_000_000)]
    [InlineData("1000000000000001", 0)]
    [InlineData("99999999999999999999", 0)]
    [InlineData(null, 0)]
    public void Any_version_is_accepted_and_one_that_cannot_be_reads_as_0(string? version, long read) =>
        Assert.Equal(read, (Whole with { Version = version }).Check(new FieldErrors())!.Version);

    [Fact]
    public void Change_ids_that_are_none_of_this_order_are_passed_over()
    {
        var ids = new[] { Some.Change(1, 5).ToString(), null, "", "no id", Some.Change(2).ToString(), Some.Change(1, 4).ToString() };
        var document = Whole with { ChangeIds = ids };

        Assert.Equal([Some.Change(1, 5), Some.Change(1, 4)], document.Check(new FieldErrors())!.ChangeIds);
        Assert.Equal([Some.Change(1, 5), Some.Change(1, 4)], (document with { Status = "SHIPPED" }).ReadChangeIds());
        Assert.Empty((document with { OrderId = "x" }).ReadChangeIds());
    }

    [Fact]
    public void An_order_without_a_lane_is_in_lane_0() =>
        Assert.Equal((0, 0, 9), (Whole.Check(new FieldErrors())!.Lane, (Whole with { Lane = "256" }).Check(new FieldErrors())!.Lane,
            (Whole with { Lane = "9" }).Check(new FieldErrors())!.Lane));

    private static OrderDocument Whole => new()
    {
        OrderId = Some.Id(1).ToString(),
        Status = "PLACED",
        CustomerId = "c",
        Currency = "USD",
        Lines = [new LineDocument("tea", "1", "3.5")],
        PlacedAt = "2026-11-23T12:00:00.000Z",
        UpdatedAt = "2026-11-23T12:00:00.000Z",
    };

    private static bool IsAccepted(string json) => Check(json, out _) is not null;

    private static OrderTerms? Check(string json, out IReadOnlyList<FieldError> list)
    {
        var errors = new FieldErrors();
        using var document = OrderReader.Parse(Encoding.UTF8.GetBytes(json));
        var terms = OrderReader.Read(document.RootElement, errors).CheckTerms(errors);
        list = errors.List;
        return terms;
    }
}
