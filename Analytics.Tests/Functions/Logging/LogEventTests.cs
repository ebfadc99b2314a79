using System.Globalization;
using Analytics.Functions.Logging;
using Xunit;

namespace Analytics.Tests.Functions.Logging;

public class LogEventTests
{
    [Fact]
    public void A_line_has_the_event_and_its_values_by_name() =>
        Assert.Equal(
            "event=commitFailed document=0/2026-11-23T12:00Z changes=3 share=0.5",
            LogEvent.Line("commitFailed", ("document", "0/2026-11-23T12:00Z"), ("changes", 3), ("share", 0.5)));

    [Theory]
    [InlineData("", "\"\"")]
    [InlineData("two words", "\"two words\"")]
    [InlineData("a=b", "\"a=b\"")]
    [InlineData("say \"no\"", "\"say \\\"no\\\"\"")]
    [InlineData("one\ntwo", "\"one\\ntwo\"")]
    [InlineData("Müller:1", "Müller:1")]
    public void A_value_ends_where_it_should_and_stays_on_its_line(string value, string expected) =>
        Assert.Equal($"event=test value={expected}", LogEvent.Line("test", ("value", value)));

    [Fact]
    public void A_number_is_written_the_same_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
        try
        {
            Assert.Equal("event=test share=0.5", LogEvent.Line("test", ("share", 0.5)));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
