using Analytics.Core.Orders;
using Analytics.Tests.Support;
using CsCheck;
using Xunit;

namespace Analytics.Tests.Core.Orders;

public class SliceTests
{
    [Theory]
    [InlineData("channel,country=web,de", "country:de", "channel:web")]
    [InlineData("channel=web", "channel:web", "country:DE")]
    [InlineData("channel=web", "channel:web", "Country:de", "the country:de", "country:")]
    [InlineData("a,b,c,d=1,2,3,4", "e:5", "d:4", "c:3", "b:2", "a:1")]
    [InlineData("", "channel:has space")]
    [InlineData("x=a-b_9", "x:a-b_9")]
    [InlineData("")]
    public void A_slice_has_the_first_four_dimensions_that_are_some(string text, params string[] values) =>
        Assert.Equal(text, Slice.Of(
            [.. values.Select(value => value.Split(':')).Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1]))]).Text);

    [Fact]
    public void A_text_is_that_of_one_slice() =>
        Gens.Slice.Sample(slice =>
        {
            Assert.Equal(!slice.IsNone, Slice.TryParse(slice.Text, out var read));
            Assert.Equal(slice, read ?? Slice.None);
            Assert.Equal(slice.Values, (read ?? Slice.None).Values);
        });

    [Theory]
    [InlineData("")]
    [InlineData("channel")]
    [InlineData("channel=")]
    [InlineData("country,channel=de,web")]
    [InlineData("channel,channel=web,app")]
    [InlineData("channel=web,de")]
    [InlineData("Channel=web")]
    [InlineData("channel=Web")]
    [InlineData("a,b,c,d,e=1,2,3,4,5")]
    [InlineData("a=b=c")]
    public void Another_text_is_that_of_none(string text) => Assert.False(Slice.TryParse(text, out _));

    [Fact]
    public void A_dimension_that_an_order_lacks_has_no_value() =>
        Assert.Equal(("web", null), (Some.Slice("web", "de")["channel"], Some.Slice("web", "de")["segment"]));
}
