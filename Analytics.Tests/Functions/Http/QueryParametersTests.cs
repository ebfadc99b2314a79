using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Orders;
using Analytics.Functions.Http;
using Xunit;

namespace Analytics.Tests.Functions.Http;

public class QueryParametersTests
{
    [Theory]
    [InlineData("currancy=USD", "currency")]
    [InlineData("Window=1h", "window")]
    [InlineData("widnow=1h", "window")]
    [InlineData("form=2026-11-23T10:05Z", "from")]
    [InlineData("include=x", "includes")]
    [InlineData("TOP=3", "top")]
    [InlineData("cur%72ancy=USD", "currency")]
    public void An_unknown_parameter_is_refused_and_the_nearest_known_one_named(string query, string nearest)
    {
        var error = Assert.Single(Check(query));

        Assert.StartsWith($"is not a parameter of this request; did you mean {nearest}?", error.Detail, StringComparison.Ordinal);
    }

    // Near is at most a third of the name, and at least one character.
    [Theory]
    [InlineData("limit=5")]
    [InlineData("x=1")]
    [InlineData("xyz=1")]
    [InlineData("sort=asc")]
    [InlineData("pagesize=3")]
    [InlineData("%F0%9F%98%80=1")]
    [InlineData("windowwindowwindowwindowwindowwindowwindowwindowwindowwindowwindowwindowwindowwindowwindow=1h")]
    public void An_unknown_parameter_that_is_near_to_none_is_refused_with_all_that_there_are(string query) => Assert.Equal(
        "is not a parameter of this request, which takes window, from, to, includes, wait, top, by, currency",
        Assert.Single(Check(query)).Detail);

    [Theory]
    [InlineData("b=units", "by")]
    [InlineData("bY=units", "by")]
    [InlineData("t=2026-11-23T10:05Z", "to")]
    [InlineData("wiat=1s", "wait")] // two characters swapped are one mistake
    [InlineData("pot=3", "top", false)] // two of three characters
    [InlineData("wimdpw=1h", "window")] // two of six
    [InlineData("wimdpv=1h", "window", false)] // three of six
    public void One_character_is_near_and_a_third_of_the_name_is(string query, string nearest, bool isNear = true) => Assert.Equal(
        isNear, Assert.Single(Check(query)).Detail.Contains($"did you mean {nearest}?", StringComparison.Ordinal));

    [Fact]
    public void A_request_without_parameters_says_so() =>
        Assert.Equal("is not a parameter of this request, which takes none", Assert.Single(Check("dryRun=true", [])).Detail);

    [Theory]
    [InlineData("top=1&top=2", "top", 2)]
    [InlineData("top=1&window=1h&top=1&top=1", "top", 3)]
    [InlineData("t%6Fp=1&top=2", "top", 2)]
    public void A_parameter_that_appears_more_than_once_is_refused(string query, string name, int times) =>
        Assert.Equal(new FieldError(name, $"appears {times} times; give it once"), Assert.Single(Check(query)));

    [Theory]
    [InlineData("")]
    [InlineData("window=1h&top=5")]
    [InlineData("includes=a%2Cb,c")]
    public void Known_parameters_that_appear_once_are_accepted(string query) => Assert.Empty(Check(query));

    private static IReadOnlyList<FieldError> Check(string query, string[]? known = null)
    {
        var errors = new FieldErrors();
        QueryParameters.Check(
            new APIGatewayHttpApiV2ProxyRequest { RawQueryString = query },
            known ?? ["window", "from", "to", "includes", "wait", "top", "by", "currency"], errors);
        return errors.List;
    }
}
