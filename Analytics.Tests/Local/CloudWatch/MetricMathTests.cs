using System.Globalization;
using Analytics.Local.CloudWatch.MetricMath;
using Xunit;

namespace Analytics.Tests.Local.CloudWatch;

public class MetricMathTests
{
    // minute        0   1   2   3
    // a             1   2   .   4
    // b            10   0  30   .
    // errors_1      5   .   5   .
    private static readonly Dictionary<string, MathValue> Queries = new()
    {
        ["a"] = Series((0, 1), (60, 2), (180, 4)),
        ["b"] = Series((0, 10), (60, 0), (120, 30)),
        ["errors_1"] = Series((0, 5), (120, 5)),
        ["none"] = Series(),
        ["e"] = Series((0, 100)),
    };

    [Theory]
    [InlineData("a", "1 2 . 4")]
    [InlineData("a + 1", "2 3 . 5")]
    [InlineData("10 - a", "9 8 . 6")]
    [InlineData("-a", "-1 -2 . -4")]
    [InlineData("a + b", "11 2 30 4")] // missing counts as 0
    [InlineData("a / b", "0.1 . 0 .")] // division by zero yields nothing
    [InlineData("a * 2 + 1", "3 5 . 9")]
    [InlineData("1 + a * 2", "3 5 . 9")]
    [InlineData("(1 + a) * 2", "4 6 . 10")]
    [InlineData("12 / a / 2", "6 3 . 1.5")] // from the left
    [InlineData("2 ^ a", "2 4 . 16")]
    [InlineData("-a ^ 2", "-1 -4 . -16")]
    [InlineData("a * 1.5", "1.5 3 . 6")]
    [InlineData("ABS(0 - a)", "1 2 . 4")]
    [InlineData("CEIL(a / 2)", "1 1 . 2")]
    [InlineData("FLOOR(a / 2)", "0 1 . 2")]
    [InlineData("FILL(a, 0)", "1 2 0 4")]
    [InlineData("FILL(a, REPEAT)", "1 2 2 4")]
    [InlineData("FILL(errors_1, REPEAT)", "5 5 5 5")]
    [InlineData("FILL(none, 0)", "0 0 0 0")]
    [InlineData("FILL(none, REPEAT)", ". . . .")]
    [InlineData("FILL(a, b)", "1 2 30 4")]
    [InlineData("IF(a > 1, b, 7)", "7 0 . 0")]
    [InlineData("IF(a > 1, a)", ". 2 . 4")]
    [InlineData("IF(a >= 1 AND a < 4, 1, 0)", "1 1 . 0")]
    [InlineData("IF(a == 1 || a == 4, 1, 0)", "1 0 . 1")]
    [InlineData("IF(1 > 2, a, b)", "10 0 30 .")]
    [InlineData("RATE(a)", ". 0.016667 . 0.016667")]
    [InlineData("RUNNING_SUM(a)", "1 3 . 7")]
    [InlineData("DIFF(a)", ". 1 . 2")]
    [InlineData("SUM(SORT([a, b], SUM, DESC, 1))", "10 0 30 .")]
    [InlineData("SUM(SORT([a, b], MAX, ASC, 1))", "1 2 . 4")]
    [InlineData("SUM(SORT([none, a], SUM, DESC))", "1 2 . 4")]
    [InlineData("a / PERIOD(a) * 60", "1 2 . 4")]
    [InlineData("a / MAX(a)", "0.25 0.5 . 1")] // of one series: a number
    [InlineData("a - AVG(b)", "-12.333333 -11.333333 . -9.333333")]
    [InlineData("SUM([a, b])", "11 2 30 4")] // of an array: for each period, of those that are
    [InlineData("AVG([a, b])", "5.5 1 15 2")]
    [InlineData("MIN([a, b])", "1 0 30 4")]
    [InlineData("MAX([a, b])", "10 2 30 4")]
    [InlineData("SUM(METRICS())", "16 2 35 4")] // not e, which is an expression
    [InlineData("SUM(METRICS('errors'))", "5 . 5 .")]
    [InlineData("SUM([a, b] * 2)", "22 4 60 8")]
    [InlineData("SUM([a, b] + a)", "13 6 30 12")]
    public void Expressions_yield(string expression, string expected) => Assert.Equal(expected, Written(Evaluate(expression)));

    [Theory]
    [InlineData("a +", "The expression ends too early.")]
    [InlineData("(a", "The expression ends too early; expected ')'.")]
    [InlineData("SORT([a, b], MEDIAN, DESC)", "SORT orders by AVG, MIN, MAX or SUM, not MEDIAN.")]
    [InlineData("SORT([a, b], SUM, UP)", "SORT goes ASC or DESC, not UP.")]
    [InlineData("SORT(1, SUM, DESC)", "SORT takes time series, not a number.")]
    [InlineData("a b", "Unexpected 'b' at position 2.")]
    [InlineData("a $ b", "Unexpected '$' at position 2.")]
    [InlineData("1.2.3", "Unexpected '1.2.3' at position 0.")]
    [InlineData("'a", "The text that begins at position 0 is not closed.")]
    [InlineData("zz + 1", "There is no query with the id 'zz'.")]
    [InlineData("ABS(a, b)", "The function ABS takes 1 argument; got 2.")]
    [InlineData("IF(a)", "The function IF takes 2 to 3 arguments; got 1.")]
    [InlineData("METRICS() + METRICS()", "The operator + cannot combine two arrays of time series; one side must be a series or a number.")]
    [InlineData("RATE(1)", "A time series is needed where there is a number.")]
    [InlineData("[1]", "An array can only hold time series.")]
    [InlineData("'x'", "A text can only be an argument of SEARCH or METRICS.")]
    [InlineData("SEARCH('{x}', 'Sum', 1.5)", "Argument 3 of SEARCH must be a whole number greater than zero.")]
    [InlineData("FIRST(a)", "FIRST takes an array of time series.")]
    [InlineData("SLICE([a, b], 0.5)", "Argument 2 of SLICE must be a whole number, 0 or greater.")]
    [InlineData("TIME_SERIES(a)", "TIME_SERIES takes a number.")]
    [InlineData("DAY(1)", "DAY takes one time series.")]
    [InlineData("FILL(a, linear)", "There is no query with the id 'linear'.")]
    [InlineData(
        "ANOMALY_DETECTION_BAND(a)",
        "The function ANOMALY_DETECTION_BAND is not supported; supported are ABS, AVG, CEIL, DATAPOINT_COUNT, DATE, DAY, DIFF, "
            + "DIFF_TIME, EPOCH, FILL, "
        + "FIRST, FLOOR, HOUR, IF, LAST, LOG, LOG10, MAX, METRICS, METRIC_COUNT, MIN, MINUTE, MONTH, PERIOD, RATE, REMOVE_EMPTY, "
            + "RUNNING_SUM, SEARCH, "
        + "SLICE, SORT, STDDEV, SUM, TIME_SERIES, YEAR.")]
    public void Mistakes_are_named(string expression, string message) =>
        Assert.Equal(message, Assert.Throws<MathError>(() => Evaluate(expression)).Message);

    [Fact]
    public void Nesting_has_a_limit() =>
        Assert.Throws<MathError>(() => Parser.Parse(new string('(', 1000) + "a" + new string(')', 1000)));

    [Fact]
    public void Search_is_asked_with_text_statistic_and_period()
    {
        var value = Evaluate("SUM(SEARCH('{Shop} MetricName=\"Orders\"', 'Sum', 300))");
        Assert.Equal("300 . . .", Written(value));
    }

    private static MathValue Evaluate(string expression)
    {
        var range = new MathRange(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddMinutes(4), DateTimeOffset.UnixEpoch.AddMinutes(4));
        var evaluator = new ExpressionEvaluator(
            Queries.GetValueOrDefault,
            ["a", "b", "errors_1"],
            (text, stat, period) => text == "{Shop} MetricName=\"Orders\"" && stat == "Sum"
                ? new MathValue.Many([Series((0, period ?? 0)).Series])
                : throw new MathError("unexpected search"),
            range,
            period: 60);
        return evaluator.Evaluate(Parser.Parse(expression));
    }

    private static MathValue.Single Series(params (long Second, double Value)[] points) =>
        new MathValue.Single(new TimeSeries("", 60, [.. points.Select(point => new Point(point.Second, point.Value))]));

    private static string Written(MathValue value)
    {
        var points = Assert.IsType<MathValue.Single>(value).Series.Points.ToDictionary(point => point.Second, point => point.Value);
        return string.Join(' ', Enumerable.Range(0, 4).Select(minute =>
            points.TryGetValue(minute * 60, out var found) ? Math.Round(found, 6).ToString(CultureInfo.InvariantCulture) : "."));
    }
}
