using Analytics.Local.CloudWatch.MetricMath;
using Analytics.Local.CloudWatch.Metrics;
using Xunit;

namespace Analytics.Tests.Local.CloudWatch;

public class SearchQueryTests
{
    private static readonly MetricId[] All =
    [
        new("Shop", "Orders", []),
        new("Shop", "Orders", [new("Lane", "1")]),
        new("Shop", "Orders", [new("Lane", "2")]),
        new("Shop", "OrdersLate", [new("Lane", "1")]),
        new("Shop", "Orders", [new("Lane", "1"), new("Source", "kinesis")]),
        new("AWS/Lambda", "Errors", [new("FunctionName", "analytics-AnalyticsFunction-1")]),
        new("My Shop", "Orders", []),
    ];

    [Theory]
    [InlineData("{Shop,Lane} MetricName=\"Orders\"", "1 2")] // exactly these dimensions, exactly this name
    [InlineData("{Shop, Lane} MetricName=Orders", "1 2 3")] // the words of the name
    [InlineData("{Shop} MetricName=\"Orders\"", "0")]
    [InlineData("{Shop,Source,Lane}", "4")] // in any order
    [InlineData("{\"My Shop\"}", "6")]
    [InlineData("{AWS/Lambda,FunctionName} analyticsfunction", "")] // not a whole word
    [InlineData("{AWS/Lambda,FunctionName} analytics function", "5")]
    [InlineData("{Shop,Lane} Lane=\"2\"", "2")]
    [InlineData("{Shop,Lane} NOT Lane=\"2\"", "1 3")]
    [InlineData("{Shop,Lane} Lane=(\"2\" OR \"1\") MetricName=\"Orders\"", "1 2")]
    [InlineData("Lane=\"2\" OR Source=\"kinesis\"", "2 4")]
    [InlineData("Namespace=\"Shop\" AND (Lane=2 OR late)", "2 3")]
    [InlineData("\"Errors\"", "5")]
    [InlineData("nothing", "")]
    public void Search_expressions_find(string expression, string expected)
    {
        var matches = SearchQuery.Parse(expression);
        Assert.Equal(expected, string.Join(' ', Enumerable.Range(0, All.Length).Where(index => matches(All[index]))));
    }

    [Theory]
    [InlineData("{Shop", "The schema of the search expression is not closed with '}'.")]
    [InlineData("{}", "Unexpected '}' in the search expression.")]
    [InlineData("MetricName=", "The search expression ends too early.")]
    [InlineData("MetricName=\"x", "A quote in the search expression is not closed.")]
    [InlineData("(a", "A '(' in the search expression is not closed.")]
    [InlineData("a )", "Unexpected ')' in the search expression.")]
    public void Mistakes_are_named(string expression, string message) =>
        Assert.Equal(message, Assert.Throws<MathError>(() => SearchQuery.Parse(expression)).Message);
}
