using System.Text.Json;
using Analytics.Core.Wire;
using Xunit;

namespace Analytics.Tests.Core.Wire;

public class CanonicalJsonTests
{
    [Theory]
    [InlineData("""{"a":1,"b":[true,null]}""", """ { "b" : [ true , null ], "a" : 1.0 } """)]
    [InlineData("""{"amount":5}""", """{"amount":500e-2}""")]
    [InlineData("""["é"]""", """["\u00e9"]""")]
    [InlineData("0.10", "1e-1")]
    public void Values_that_mean_the_same_have_the_same_text(string one, string other) => Assert.Equal(Of(one), Of(other));

    [Theory]
    [InlineData("""[1,2]""", """[2,1]""")]
    [InlineData("""["a,b"]""", """["a","b"]""")]
    [InlineData("""{"a":"1"}""", """{"a":1}""")]
    [InlineData("""{"a":{"b":1}}""", """{"a":1,"b":1}""")]
    [InlineData("""["a\"1:b"]""", """["a","b"]""")]
    [InlineData("1.0000000000000000000000000000001", "1")]
    [InlineData("1e400", "2e400")]
    public void Values_that_differ_have_another(string one, string other) => Assert.NotEqual(Of(one), Of(other));

    private static string Of(string json)
    {
        using var document = JsonDocument.Parse(json);
        return CanonicalJson.Of(document.RootElement);
    }
}
