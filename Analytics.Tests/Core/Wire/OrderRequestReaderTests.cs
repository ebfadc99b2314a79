using System.Text;
using System.Text.Json;
using Analytics.Core.Orders;
using Analytics.Core.Wire;
using Xunit;

namespace Analytics.Tests.Core.Wire;

public class OrderRequestReaderTests
{
    // RFC 6901, sections 3 and 6: ~ and / are escaped, and then what a URI fragment cannot hold.
    [Theory]
    [InlineData("a/b", "#/a~1b")]
    [InlineData("a~b", "#/a~0b")]
    [InlineData("a b", "#/a%20b")]
    [InlineData("", "#/")]
    [InlineData("é", "#/%C3%A9")]
    public void An_unknown_field_has_its_pointer(string name, string pointer) =>
        Assert.Equal(pointer, Errors(JsonSerializer.Serialize(new Dictionary<string, int> { [name] = 1 }))[0].Pointer);

    [Theory]
    [InlineData("orderId")]
    [InlineData("version")]
    [InlineData("status")]
    [InlineData("total")]
    [InlineData("updatedAt")]
    [InlineData("lane")]
    [InlineData("changeId")]
    public void A_field_that_the_API_sets_is_refused_whatever_its_value(string name)
    {
        foreach (var value in new[] { "null", "1", "\"x\"", "{}" })
        {
            Assert.Equal(
                new FieldError($"#/{name}", "is set by the API; leave it out"), Assert.Single(Errors($$"""{"{{name}}":{{value}}}""")));
        }
    }

    [Fact]
    public void A_total_of_a_line_is_set_by_the_API() => Assert.Equal(
        new FieldError("#/lines/1/lineTotal", "is set by the API; leave it out"),
        Assert.Single(Errors("""{"lines":[{},{"lineTotal":1}]}""")));

    [Fact]
    public void A_long_name_is_cut_in_the_text_and_whole_in_the_pointer()
    {
        var name = new string('x', 63) + "😀" + new string('y', 100);
        var error = Assert.Single(Errors($$"""{"{{name}}":1}"""));

        Assert.StartsWith($"unknown field `{new string('x', 63)}…`;", error.Detail, StringComparison.Ordinal);
        Assert.Equal($"#/{Uri.EscapeDataString(name)}", error.Pointer);
    }

    [Fact]
    public void At_most_a_thousand_errors_are_listed() => Assert.Equal(
        FieldErrors.MaxErrors,
        Errors($$"""{{{string.Join(',', Enumerable.Range(0, 30_000).Select(number => $"\"{number}\":0"))}}}""").Count);

    [Theory]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"lines":[{"\ud800":1}]}""")]
    public void Half_a_surrogate_pair_in_a_name_is_malformed(string body) => Assert.Throws<JsonException>(() => Errors(body));

    private static IReadOnlyList<FieldError> Errors(string body)
    {
        var errors = new FieldErrors();
        using var json = OrderReader.ParseText(Encoding.UTF8.GetBytes(body));
        OrderRequestReader.Read(json.RootElement, OrderDimensions.Default, errors);
        return errors.List;
    }
}
