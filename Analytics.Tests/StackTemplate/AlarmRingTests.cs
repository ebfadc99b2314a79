using Analytics.Local.CloudWatch.Alarms;
using Analytics.Local.CloudWatch.Metrics;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.StackTemplate;

/// <summary>
/// Each alarm of template.yaml, evaluated as the local host does over metrics of some hours: rings in its trouble, alone, and is quiet
/// before and after.
/// </summary>
public sealed class AlarmRingTests : IDisposable
{
    private const int TroubleFrom = 60;
    private const int TroubleTo = 135;
    private const int End = 280;

    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(Noon);
    private readonly MetricStore _metrics;

    public AlarmRingTests() => _metrics = new MetricStore(_clock, new MetricStoreOptions());

    public void Dispose() => _metrics.Dispose();

    public static TheoryData<string, string> Troubles => new()
    {
        { "both mappings are disabled", "CountingStoppedAlarm" },
        { "the mapping of the table stream is disabled", "CountingStoppedAlarm" },
        { "the mapping of Kinesis is disabled", "" },
        { "documents cannot be written", "NotCommittedAlarm" },
        { "the analytics function fails", "FunctionErrorsAlarm" },
        { "counting is behind", "CountingBehindAlarm" },
        { "queries are throttled", "ThrottlesAlarm" },
        { "the alerts function is throttled", "ThrottlesAlarm" },
        { "the drift function fails each half-hour", "DriftNotCheckedAlarm" },
        { "the aggregates table throttles", "TablesThrottledAlarm" },
        { "the orders table throttles", "TablesThrottledAlarm" },
        { "Kinesis fails", "KinesisFailuresAlarm" },
        { "a record is quarantined", "QuarantinedAlarm" },
        { "a change is too old", "TooOldAlarm" },
        { "a batch is given up", "FailedBatchesAlarm" },
        { "the API fails", "ApiErrorsAlarm" },
        { "requests are refused with 429", "TooManyRequestsAlarm" },
        { "the API is slow", "ApiLatencyAlarm" },
        { "aggregates drift", "DriftAlarm" },
        { "the drift function fails", "DriftNotCheckedAlarm" },
        { "the alerts function fails", "AlertsErrorsAlarm" },
        { "an alert of the shop rings", "ShopAlertAlarm" },
        { "the shop sells little", "FewOrdersAlarm" },
        { "the shop sells nothing", "FewOrdersAlarm" },
    };

    [Theory]
    [MemberData(nameof(Troubles))]
    public void An_alarm_rings_in_its_trouble_alone_and_ends_with_it(string trouble, string alarm)
    {
        History();

        var said = Run(minute => Minute(minute, minute is >= TroubleFrom and < TroubleTo ? trouble : ""));

        Assert.Equal(alarm.Length == 0 ? [] : [alarm], said.Keys);
        Assert.All(said.Values, lines =>
        {
            Assert.InRange(lines.First().Minute, TroubleFrom, TroubleTo);
            Assert.Contains("is in ALARM", lines.First().Line, StringComparison.Ordinal);
            Assert.InRange(lines.Last().Minute, TroubleTo, End);
            Assert.Contains("is OK again", lines.Last().Line, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Every_alarm_of_the_template_has_its_trouble() => Assert.Equal(
        OwnTemplate.Whole.Stack().Alarms.Select(alarm => alarm.Name.Replace("order-analytics-", "", StringComparison.Ordinal)).Order(),
        Troubles.Select(row => (string)row[1]).Where(name => name.Length > 0).Distinct().Order());

    // A busy shop with lulls; one that sells an order now and then, counted in the minute after the one in which it was accepted; and one
    // whose table stream is gathered for a minute, without an order stream.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void All_are_quiet_in_calm_hours_of_shops_of_every_size(int shop)
    {
        var random = new Random(shop);
        var uncounted = 0;

        var said = Run(minute =>
        {
            var counted = uncounted;
            var accepted = shop switch
            {
                1 => random.Next(4) == 0 ? 0 : random.Next(300),
                2 => minute % 20 == 0 ? 1 : 0,
                _ => random.Next(3),
            };
            uncounted = shop == 1 ? 0 : accepted;
            counted = shop == 1 ? accepted : counted;
            Put("OrdersAccepted", accepted, minute);
            Put("Counted", shop == 3 ? 0 : counted, minute, "Source", "kinesis");
            Put("Counted", shop == 3 ? counted : 0, minute, "Source", "table-stream");
            Put("Duplicates", shop == 3 ? 0 : counted, minute, "Source", "table-stream");
            Service("AWS/Lambda", "IteratorAge", 60_000, minute, "FunctionName", "order-analytics-AnalyticsFunction");
            Service("AWS/Lambda", "Errors", 0, minute, "FunctionName", "order-analytics-AnalyticsFunction");
            Service("AWS/ApiGateway", "Latency", random.Next(2_500), minute, "ApiId", "httpapi");
            Put("Drift", minute % 5 == 0 ? 0 : double.NaN, minute);
        });

        Assert.Empty(said);
    }

    /// <summary>Runs the minutes one after another; returns what was said about each alarm, in order.</summary>
    private Dictionary<string, List<(int Minute, string Line)>> Run(Action<int> minute)
    {
        var board = new AlarmBoard(OwnTemplate.Whole.Stack().Alarms, _metrics);
        var said = new Dictionary<string, List<(int, string)>>();
        for (var number = 0; number < End; number++)
        {
            minute(number);
            _clock.SetUtcNow(Noon.AddMinutes(number + 1).AddSeconds(5));
            foreach (var line in board.Evaluate(_clock.GetUtcNow()))
            {
                var name = line.Split(' ')[0].Replace("order-analytics-", "", StringComparison.Ordinal);
                if (!line.Contains("is OK:", StringComparison.Ordinal))
                {
                    said.TryAdd(name, []);
                    said[name].Add((number + 1, line));
                }
            }
        }

        return said;
    }

    // The days before sold about as much at this time of day as the hours of the test, ten orders a minute.
    private void History()
    {
        var random = new Random(1);
        for (var day = -AlarmInput.AboveLowerBound.MaxDays; day < 0; day++)
        {
            for (var minute = -60; minute < End; minute++)
            {
                Put("OrdersAccepted", random.Next(8, 13), day * 24 * 60 + minute);
            }
        }

        for (var minute = -60; minute < 0; minute++)
        {
            Put("OrdersAccepted", 10, minute);
        }
    }

    private void Minute(int minute, string trouble)
    {
        var isStopped = trouble == "both mappings are disabled";
        var accepted = trouble switch { "the shop sells little" => 2, "the shop sells nothing" => 0, _ => 10 };
        var fromKinesis = isStopped || trouble == "the mapping of Kinesis is disabled" ? 0 : accepted;
        var fromTable = isStopped || trouble == "the mapping of the table stream is disabled" ? 0 : accepted;
        Put("OrdersAccepted", accepted, minute);
        Put("Counted", fromKinesis, minute, "Source", "kinesis");
        Put("Counted", fromKinesis == 0 ? fromTable : 0, minute, "Source", "table-stream");
        Put("Duplicates", fromKinesis == 0 ? 0 : fromTable, minute, "Source", "table-stream");
        Put("NotCommitted", trouble == "documents cannot be written" ? 3 : 0, minute);
        Put("KinesisFailures", trouble == "Kinesis fails" ? 4 : 0, minute);
        Put("TooManyRequests", trouble == "requests are refused with 429" ? 9 : 1, minute);
        Put("Quarantined", trouble == "a record is quarantined" ? 1 : 0, minute);
        Put("AlertsRinging", trouble == "an alert of the shop rings" ? 2 : 0, minute);
        Service("AWS/Lambda", "Errors", trouble == "the alerts function fails" ? 1 : 0, minute, "FunctionName",
            "order-analytics-AlertsFunction");
        Put("TooOld", trouble == "a change is too old" ? 1 : 0, minute);
        if (minute % 5 == 0)
        {
            Put("Drift", trouble == "aggregates drift" ? 2 : double.NaN, minute);
            var hasFailed = trouble == "the drift function fails"
                || (trouble == "the drift function fails each half-hour" && minute % 30 == 0);
            Service("AWS/Lambda", "Errors", hasFailed ? 1 : 0, minute, "FunctionName", "order-analytics-DriftFunction");
        }

        if (!isStopped)
        {
            Service("AWS/Lambda", "IteratorAge", trouble == "counting is behind" ? 700_000 : 300, minute, "FunctionName",
                "order-analytics-AnalyticsFunction");
        }

        Service("AWS/Lambda", "Errors", trouble == "the analytics function fails" ? 1 : 0, minute, "FunctionName",
            "order-analytics-AnalyticsFunction");
        Service("AWS/Lambda", "Throttles", trouble == "queries are throttled" ? 2 : 0, minute, "FunctionName",
            "order-analytics-AggregatesFunction");
        Service("AWS/Lambda", "Throttles", trouble == "the alerts function is throttled" ? 1 : 0, minute, "FunctionName",
            "order-analytics-AlertsFunction");
        Service("AWS/DynamoDB", "WriteThrottleEvents", trouble == "the aggregates table throttles" ? 1 : double.NaN, minute, "TableName",
            "order-analytics-AggregatesTable");
        Service("AWS/DynamoDB", "ReadThrottleEvents", trouble == "the orders table throttles" ? 1 : double.NaN, minute, "TableName",
            "order-analytics-OrdersTable");
        Service("AWS/SQS", "ApproximateNumberOfMessagesVisible", trouble == "a batch is given up" ? 1 : 0, minute, "QueueName",
            "order-analytics-FailedBatches");
        Service("AWS/ApiGateway", "5xx", trouble == "the API fails" ? 1 : 0, minute, "ApiId", "httpapi");
        foreach (var latency in Enumerable.Range(0, 20))
        {
            Service("AWS/ApiGateway", "Latency", trouble == "the API is slow" && latency == 0 ? 5_000 : 40, minute, "ApiId", "httpapi");
        }
    }

    // Counts that are 0 are not reported, as the functions do.
    private void Put(string name, double value, int minute, string? dimension = null, string of = "")
    {
        if (value is 0 or double.NaN)
        {
            return;
        }

        Add("OrderAnalytics/order-analytics", name, value, minute, dimension is null ? [] : [new Dimension(dimension, of)]);
    }

    private void Service(string metricNamespace, string name, double value, int minute, string dimension, string of)
    {
        if (!double.IsNaN(value))
        {
            Add(metricNamespace, name, value, minute, [new Dimension(dimension, of)]);
        }
    }

    private void Add(string metricNamespace, string name, double value, int minute, IReadOnlyList<Dimension> dimensions) => _metrics.Put(
        metricNamespace,
        new MetricDatum
        {
            Name = name,
            Dimensions = dimensions,
            Timestamp = Noon.AddMinutes(minute).AddSeconds(30),
            Values = [new ValueCount(value, 1)],
        });
}
