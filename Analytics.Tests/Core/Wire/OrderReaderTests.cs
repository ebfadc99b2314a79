using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Analytics.Core.Wire;
using Xunit;

namespace Analytics.Tests.Core.Wire;

public class OrderReaderTests
{
    // RFC 8259: section 2 (grammar), 4 (names), 7 (strings), 8.1 (UTF-8). Lines and positions as an editor counts them, from 1.
    [Theory]
    [InlineData("", "it is empty")]
    [InlineData(" \n ", "it is empty")]
    [InlineData("{", "line 1, position 2: it ends too early")]
    [InlineData("{\"a\":\"xyz", "line 1, position 10: it ends too early")]
    [InlineData("{\"a\":1,}", "line 1, position 8: there must be no comma before }")]
    [InlineData("{\n \"a\": [1, 2,\n]}", "line 3, position 1: there must be no comma before ]")]
    [InlineData("{\"a\":tru}", "line 1, position 9: '}' is not expected here")]
    [InlineData("{\"a\":1} x", "line 1, position 9: 'x' is not expected here")]
    [InlineData("{'a':1}", "line 1, position 2: ''' is not expected here")]
    [InlineData("{\"a\":01}", "line 1, position 7: '1' is not expected here")]
    [InlineData("{\"a\":NaN}", "line 1, position 6: 'N' is not expected here")]
    [InlineData("{\"é\":é}", "line 1, position 6: 'é' is not expected here")]
    [InlineData("{\"😀\":\n  😀}", "line 2, position 3: '😀' is not expected here")]
    [InlineData("{//c\n}", "line 1, position 2: JSON has no comments")]
    [InlineData("{\"a\":\"b\nc\"}", "line 1, position 8: the control character U+000A must be escaped in a string, or left out")]
    [InlineData("{\"a\":1,\n\"a\":2}", "line 2, position 1: the name 'a' appears twice in one object")]
    [InlineData("{\"a\":{\"b\":1,\"\\u0062\":2}}", "line 1, position 13: the name 'b' appears twice in one object")]
    [InlineData("{\"\\ud800\":1,\"\\ud800\":2}", "line 1, position 2: a name holds half of a surrogate pair")]
    public void What_is_not_JSON_is_explained_with_line_and_position(string text, string message) =>
        Assert.Equal(message, Assert.Throws<JsonException>(() => OrderReader.Parse(Encoding.UTF8.GetBytes(text))).Message);

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_named_where_they_are() => Assert.Equal(
        "line 2, position 3: it is not UTF-8",
        Assert.Throws<JsonException>(
            () => OrderReader.ParseText(new byte[] { (byte)'{', (byte)'\n', (byte)'"', (byte)'a', 0xE9, (byte)'"' })).Message);

    // RFC 8259, section 8.1: a parser may ignore a byte order mark.
    [Fact]
    public void A_byte_order_mark_is_ignored()
    {
        using var json = OrderReader.Parse(new byte[] { 0xEF, 0xBB, 0xBF, (byte)'{', (byte)'}' });

        Assert.Equal(JsonValueKind.Object, json.RootElement.ValueKind);
    }

    [Theory]
    [InlineData("[", "]", 100_000)]
    [InlineData("{\"a\":", "}", 40_000)]
    [InlineData("[{\"a\":", "}]", 20_000)]
    public void What_is_ignored_may_nest_as_deep_as_it_likes_in_linear_time(string open, string close, int depth)
    {
        var nested = string.Concat(Enumerable.Repeat(open, depth)) + "1" + string.Concat(Enumerable.Repeat(close, depth));
        var started = Stopwatch.GetTimestamp();
        using var json = OrderReader.Parse(Encoding.UTF8.GetBytes($$"""{"before":{{nested}},"customerId":"c","after":{{nested}}}"""));

        Assert.Equal("c", json.RootElement.GetProperty("customerId").GetString());
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [Theory]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(64)]
    [InlineData(65)]
    public void A_fault_behind_a_deep_field_is_found_where_it_stands(int depth)
    {
        var nested = new string('[', depth) + new string(']', depth);

        Assert.Equal(
            $"line 2, position 1: the name 'a' appears twice in one object",
            Assert.Throws<JsonException>(() => OrderReader.Parse(Encoding.UTF8.GetBytes($"{{\"a\":{nested},\n\"a\":1}}"))).Message);
    }
}
