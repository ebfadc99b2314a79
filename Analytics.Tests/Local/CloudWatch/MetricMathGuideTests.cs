using System.Globalization;
using Analytics.Local.CloudWatch.MetricMath;
using Xunit;

namespace Analytics.Tests.Local.CloudWatch;

/// <summary>The tables and examples of the CloudWatch user guide, "Using metric math". A dash is a missing value.</summary>
public class MetricMathGuideTests
{
    // 2026-11-23 is a Monday.
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 23, 58, 0, TimeSpan.Zero);

    /// <remarks>"Comparison and logical operators", table of expressions.</remarks>
    [Theory]
    [InlineData("(metric1 < metric2)", "0, 0, 1, 0")]
    [InlineData("(metric1 >= 30)", "1, 0, 0, 0")]
    [InlineData("(metric1 > 15 AND metric2 > 15)", "1, 0, 0, 0")]
    [InlineData("metric1 > 15 && metric2 > 15", "1, 0, 0, 0")]
    [InlineData("metric1 > 15 OR metric2 > 15", "1, 1, 1, 0")]
    [InlineData("metric1 || metric2", "1, 1, 1, 0")]
    [InlineData("metric1 == metric2", "0, 0, 0, 1")]
    [InlineData("metric1 != metric2", "1, 1, 1, 0")]
    [InlineData("metric1 <= metric2", "0, 0, 1, 1")]
    [InlineData("metric2 > metric1", "0, 0, 1, 0")]
    public void Comparisons_and_logical_operators(string expression, string output) => Holds(
        expression, output, ("metric1", "30, 20, 0, 0"), ("metric2", "20, -, 20, -"));

    /// <remarks>"Basic arithmetic functions": missing values count as 0, and a division by zero drops the data point.</remarks>
    [Theory]
    [InlineData("m1 + m2", "30, 20, 20, -")]
    [InlineData("m1 - m2", "10, 20, -20, -")]
    [InlineData("m2 - m1", "-10, -20, 20, -")]
    [InlineData("m1 * m2", "200, 0, 0, -")]
    [InlineData("m1 / m2", "2, -, 0, -")]
    [InlineData("m2 / m1", "0.5, 0, -, -")]
    [InlineData("m1 ^ 2", "400, 400, -, -")]
    [InlineData("m2 ^ m1 * 0", "0, 0, 0, -")]
    [InlineData("PERIOD(m1)/60 * m1", "20, 20, -, -")]
    [InlineData("5 * m1", "100, 100, -, -")]
    [InlineData("-5*m1", "-100, -100, -, -")]
    [InlineData("-m1", "-20, -20, -, -")]
    [InlineData("SUM(-[m1, m2])", "-30, -20, -20, -")]
    [InlineData("SUM(100/[m1, m2])", "15, 5, 5, -")]
    [InlineData("AVG([m1,m2]/m3)", "1.5, 1, 1, -")]
    [InlineData("SUM(METRICS()*100)", "4000, 3000, 3000, -")]
    public void Arithmetic(string expression, string output) => Holds(
        expression, output, ("m1", "20, 20, -, -"), ("m2", "10, -, 20, -"), ("m3", "10, 10, 10, -"));

    /// <remarks>"Using IF expressions": the three tables, and the sentences beside them.</remarks>
    [Theory]
    [InlineData("IF(metric1, metric2, metric3)", "30, 0, 20, -, -")]
    [InlineData("IF(metric1, 5, metric3)", "5, 5, 20, -, -")]
    [InlineData("IF(metric1, metric2, 5)", "30, 0, 5, 5, -")]
    [InlineData("IF(metric1, metric2)", "30, 0, -, -, -")]
    [InlineData("IF(metric1, 5)", "5, 5, -, -, -")]
    [InlineData("IF(metric1, 1, 2)", "1, 1, 2, 2, -")]
    [InlineData("IF(-metric1, 1, 2)", "1, 1, 2, 2, -")]
    [InlineData("IF(metric1 > 0, metric2, metric3)", "30, 0, 20, -, -")]
    [InlineData("IF(metric1 < 1, metric2, metric3)", "0, 0, 0, 0, -")]
    [InlineData("IF(1, metric2, metric3)", "30, -, 0, 0, 30")]
    [InlineData("IF(0, metric2, metric3)", "0, 0, 20, -, 20")]
    [InlineData("SUM(IF(0, metric2))", "-, -, -, -, -")]
    public void If(string expression, string output) => Holds(
        expression, output, ("metric1", "1, 1, 0, 0, -"), ("metric2", "30, -, 0, 0, 30"), ("metric3", "0, 0, 20, -, 20"));

    /// <remarks>"Functions supported for metric math", FILL.</remarks>
    [Theory]
    [InlineData("FILL(m1,10)", "10, 2, 10, 10, 8, 10")]
    [InlineData("FILL(m1, -1.5)", "-1.5, 2, -1.5, -1.5, 8, -1.5")]
    [InlineData("FILL(m1, MIN(m1))", "2, 2, 2, 2, 8, 2")]
    [InlineData("FILL(m1, REPEAT)", "-, 2, 2, 2, 8, 8")]
    [InlineData("FILL(m1, LINEAR)", "-, 2, 4, 6, 8, -")]
    [InlineData("FILL(m2, LINEAR)", "1, 1, 1, 1, 1, 1")]
    [InlineData("FILL(m1, m2)", "1, 2, 1, 1, 8, 1")]
    [InlineData("SUM(FILL(METRICS(), 0))", "1, 2, 1, 1, 8, 1")]
    [InlineData("SUM(FILL(METRICS(), m1))", "1, 6, 1, 1, 24, 1")]
    [InlineData("SUM(FILL(METRICS(), LINEAR))", "1, 3, 5, 7, 9, 1")]
    [InlineData("FILL(none, LINEAR)", "-, -, -, -, -, -")]
    [InlineData("FILL(none, REPEAT)", "-, -, -, -, -, -")]
    [InlineData("FILL(none, 0)", "0, 0, 0, 0, 0, 0")]
    public void Fill(string expression, string output) => Holds(
        expression, output, ("m1", "-, 2, -, -, 8, -"), ("m2", "1, -, 1, 1, -, 1"), ("none", "-, -, -, -, -, -"));

    /// <remarks>"Functions supported for metric math", the other rows.</remarks>
    [Theory]
    [InlineData("ABS(m1-m2)", "2, 2, 100, 1")]
    [InlineData("MIN(ABS([m1, m2]))", "1, 1, 100, 1")]
    [InlineData("SUM([m1,m2])/AVG(m2)", "2.4, 2.4, 60, 0.6")]
    [InlineData("AVG(METRICS())", "2, 2, 50, 0.5")] // missing values count as 0
    [InlineData("CEIL(m1 / 2)", "1, 2, 50, -")]
    [InlineData("FLOOR(m1 / 2)", "0, 1, 50, -")]
    [InlineData("SUM(m1) / DATAPOINT_COUNT(m1) * m1 / m1", "34.666667, 34.666667, 34.666667, -")]
    [InlineData("DATAPOINT_COUNT(METRICS())", "2, 2, 1, 1")]
    [InlineData("DIFF(m1)", "-, 2, 97, -")]
    [InlineData("DIFF(m2)", "-, -2, -, 0")]
    [InlineData("DIFF_TIME(m2)", "-, 60, -, 120")]
    [InlineData("RATE(m2)", "-, -0.033333, -, 0")]
    [InlineData("RUNNING_SUM(m2)", "3, 4, -, 5")]
    [InlineData("IF(FIRST(SORT(METRICS(), AVG, DESC))>100, 1, 0)", "0, 0, 0, -")]
    [InlineData("LAST(SORT(METRICS(), AVG, DESC))", "3, 1, -, 1")]
    [InlineData("LOG(m2 * 0 + 1)", "0, 0, -, 0")]
    [InlineData("LOG10(m1)", "0, 0.477121, 2, -")]
    [InlineData("MAX(m1)/m1", "100, 33.333333, 1, -")]
    [InlineData("MAX(METRICS())", "3, 3, 100, 1")]
    [InlineData("m1/METRIC_COUNT(METRICS())", "0.5, 1.5, 50, -")]
    [InlineData("m1-MIN(m1)", "0, 2, 99, -")]
    [InlineData("MIN(METRICS())", "1, 1, 100, 1")]
    [InlineData("m1/PERIOD(m1) * 60", "1, 3, 100, -")]
    [InlineData("FIRST(REMOVE_EMPTY([m1 / 0, m1 / 0, m2]))", "3, 1, -, 1")]
    [InlineData("SUM(SLICE(SORT(METRICS(), SUM, DESC), 0, 1))", "1, 3, 100, -")]
    [InlineData("SUM(SLICE(SORT(METRICS(), AVG, ASC), 1))", "1, 3, 100, -")]
    [InlineData("SUM(SLICE(METRICS(), METRIC_COUNT(METRICS())))", "-, -, -, -")]
    [InlineData("m2/STDDEV(m2)", "3.181981, 1.06066, -, 1.06066")]
    [InlineData("STDDEV(METRICS())", "1, 1, 0, 0")]
    [InlineData("SUM(METRICS())/SUM(m2)", "0.8, 0.8, 20, 0.2")]
    [InlineData("TIME_SERIES(MAX(m1))", "100, 100, 100, 100")]
    [InlineData("TIME_SERIES(10)", "10, 10, 10, 10")]
    [InlineData("MINUTE(m2)", "58, 59, 0, 1")]
    [InlineData("HOUR(m2)", "23, 23, 0, 0")]
    [InlineData("DAY(m2)", "1, 1, 2, 2")]
    [InlineData("DATE(m2)", "23, 23, 24, 24")]
    [InlineData("MONTH(m2)", "11, 11, 11, 11")]
    [InlineData("YEAR(m2)", "2026, 2026, 2026, 2026")]
    [InlineData("EPOCH(m2) / 60 - 29924637", "1, 2, 3, 4")]
    [InlineData("IF(DAY(m1)<2,m1)", "1, 3, -, -")]
    public void Functions(string expression, string output) => Holds(
        expression, output, ("m1", "1, 3, 100, -"), ("m2", "3, 1, -, 1"));

    private static void Holds(string expression, string output, params (string Id, string Values)[] metrics)
    {
        var queries = metrics.ToDictionary(metric => metric.Id, metric => (MathValue)new MathValue.Single(Series(metric.Values)));
        var length = output.Split(',').Length;
        var range = new MathRange(Start, Start.AddMinutes(length), Start.AddMinutes(length));
        var evaluator = new ExpressionEvaluator(
            queries.GetValueOrDefault, [.. queries.Keys], (_, _, _) =>
                throw new InvalidOperationException("Nothing is searched."), range, period: 60);

        var value = evaluator.Evaluate(Parser.Parse(expression));

        var points = Assert.IsType<MathValue.Single>(value).Series.Index();
        Assert.Equal(output, string.Join(", ", Enumerable.Range(0, length).Select(minute =>
            points.TryGetValue(SecondOf(minute), out var found) ? Math.Round(found, 6).ToString(CultureInfo.InvariantCulture) : "-")));
    }

    private static TimeSeries Series(string values) => new("", 60,
        [.. values.Split(", ").Index()
            .Where(value => value.Item != "-")
            .Select(value => new Point(SecondOf(value.Index), double.Parse(value.Item, CultureInfo.InvariantCulture)))]);

    private static long SecondOf(int minute) => Start.AddMinutes(minute).ToUnixTimeSeconds();
}
