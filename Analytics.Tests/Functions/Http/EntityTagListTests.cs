using Analytics.Functions.Http;
using Xunit;

namespace Analytics.Tests.Functions.Http;

public class EntityTagListTests
{
    // RFC 9110, section 8.8.3: entity-tag = [ "W/" ] DQUOTE *etagc DQUOTE, where etagc includes the comma; section 5.6.1: empty list
    // members are ignored.
    [Theory]
    [InlineData("*", "*")]
    [InlineData(" * ", "*")]
    [InlineData("\"xyzzy\"", "\"xyzzy\"")]
    [InlineData("W/\"xyzzy\"", "W/\"xyzzy\"")]
    [InlineData("\"\"", "\"\"")]
    [InlineData("\"xyzzy\", \"r2d2xxxx\",W/\"c3piozzzz\"", "\"xyzzy\" \"r2d2xxxx\" W/\"c3piozzzz\"")]
    [InlineData(", \"a\" ,, \"b\",", "\"a\" \"b\"")]
    [InlineData("\"a,b\", \"c\"", "\"a,b\" \"c\"")]
    [InlineData("\"*\"", "\"*\"")]
    [InlineData("", "")]
    [InlineData("1", "")] // not quoted
    [InlineData("w/\"1\"", "")] // "W" is case-sensitive
    [InlineData("1, \"2\"", "\"2\"")]
    [InlineData("*, \"2\"", "\"2\"")]
    [InlineData("\"1", "")]
    [InlineData("W/", "")]
    public void A_header_is_read_as_RFC_9110_defines_it(string header, string expected)
    {
        var list = EntityTagList.Parse(header);

        Assert.Equal(expected, list.IsAny ? "*" : string.Join(' ', list.Tags));
    }

    // RFC 9110, section 8.8.3.2, the table of comparisons.
    [Theory]
    [InlineData("W/\"1\"", "W/\"1\"", false, true)]
    [InlineData("W/\"1\"", "W/\"2\"", false, false)]
    [InlineData("W/\"1\"", "\"1\"", false, true)]
    [InlineData("\"1\"", "\"1\"", true, true)]
    public void Tags_are_compared_as_the_table_of_RFC_9110_says(string first, string second, bool isStrongMatch, bool isWeakMatch)
    {
        var (one, other) = (EntityTagList.Parse(first).Tags[0], EntityTagList.Parse(second).Tags[0]);

        Assert.Equal((isStrongMatch, isWeakMatch), (one.IsStrongMatch(other), one.IsWeakMatch(other)));
        Assert.Equal((isStrongMatch, isWeakMatch), (other.IsStrongMatch(one), other.IsWeakMatch(one)));
    }
}
