using Analytics.Functions.Aggregates;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Functions.Aggregates;

/// <summary>GET /aggregates/series: its points, and which of them are partial.</summary>
public class AggregateSeriesTests : AggregatesHandlerContext
{
    [Fact]
    public async Task A_series_has_every_point_and_adds_up_to_the_totals()
    {
        await CountAsync(Some.Placed(Some.Order(1, "11:58")), Some.Placed(Some.Order(2, "12:01")), Some.Placed(Some.Order(3, "12:04")));
        var answer = await JsonAsync(Aggregates.SeriesAsync(Query("window=10m&step=5m"), default));

        Assert.Equal(
            """[{"at":"2026-11-23T11:55Z","orders":1,"cancelled":0,"units":2,"revenue":{"USD":7.00}},{"at":"2026-11-23T12:00Z","orders":2,"cancelled":0,"units":4,"revenue":{"USD":14.00},"partial":true}]""",
            answer["points"]!.ToJsonString());
    }

    // The time is 12:04:30. A point is partial if the range cuts it, or if it ends after asOf.
    [Theory]
    [InlineData("from=2026-11-23T11:02Z&to=2026-11-23T11:04Z&step=1h", "11:00*")]
    [InlineData("from=2026-11-23T10:00Z&to=2026-11-23T12:00Z&step=1h", "10:00 11:00")]
    [InlineData("from=2026-11-23T10:01Z&to=2026-11-23T12:00Z&step=1h", "10:00* 11:00")]
    [InlineData("from=2026-11-23T10:00Z&to=2026-11-23T11:59Z&step=1h", "10:00 11:00*")]
    [InlineData("from=2026-11-23T09:30Z&to=2026-11-23T11:30Z&step=1h", "09:00* 10:00 11:00*")]
    [InlineData("from=2026-11-23T11:00Z&to=2026-11-23T13:00Z&step=1h", "11:00 12:00*")]
    [InlineData("from=2026-11-23T11:00Z&to=2026-11-23T15:00Z&step=1h", "11:00 12:00* 13:00* 14:00*")]
    [InlineData("from=2026-11-23T13:00Z&to=2026-11-23T14:00Z&step=1h", "13:00*")]
    [InlineData("from=2026-11-23T00:00Z&to=2026-11-23T12:00Z&step=1d", "00:00*")]
    [InlineData("from=2026-11-22T00:00Z&to=2026-11-23T00:00Z&step=1d", "00:00")]
    [InlineData("from=2026-11-23T12:02Z&to=2026-11-23T12:04Z", "12:02 12:03")]
    [InlineData("window=3m", "12:02 12:03 12:04*")]
    [InlineData("window=10m&step=5m", "11:55 12:00*")]
    public async Task A_point_that_the_range_cuts_or_that_has_not_ended_is_marked_partial(string query, string expected)
    {
        var answer = await JsonAsync(Aggregates.SeriesAsync(Query(query), default));

        Assert.Equal(expected, string.Join(' ', answer["points"]!.AsArray().Select(point =>
            $"{((string)point!["at"]!)[11..16]}{((bool?)point["partial"] == true ? "*" : point["partial"] is null ? "" : "?")}")));
    }

    // A commit may be later than the request, and asOf with it; a point that ended in between is whole.
    [Fact]
    public async Task A_point_is_partial_by_the_time_that_the_answer_states()
    {
        Time.Advance(TimeSpan.FromSeconds(30));
        await CountAsync(Some.Placed(Some.Order(1, "12:04:40")));
        var behind = new FakeTimeProvider(Some.At("12:04:59.500"));
        var aggregates = new AggregatesHandler(
            new AggregateReader(Store, new RollupReader(Store, Store, 4), 4, behind), new ChangeWaiter(Store, behind), behind);

        var answer = await JsonAsync(aggregates.SeriesAsync(Query("window=1m"), default));

        Assert.Equal("2026-11-23T12:05:00.000Z", (string?)answer["asOf"]);
        Assert.Null(answer["points"]![0]!["partial"]);
    }

    [Theory]
    [InlineData("from=2026-11-23T11:00Z&to=2026-11-23T13:00Z&step=5m", 20, 304)] // the same point is under way
    [InlineData("from=2026-11-23T11:00Z&to=2026-11-23T13:00Z&step=5m", 30, 200)] // at 12:05 one has ended
    [InlineData("from=2026-11-23T11:00Z&to=2026-11-23T12:00Z&step=5m", 3600, 304)]
    [InlineData("from=2026-11-23T13:00Z&to=2026-11-23T14:00Z&step=5m", 3000, 304)] // until 12:54:30 none has begun
    public async Task A_stored_series_is_current_until_one_of_its_points_has_ended(string query, int seconds, int status)
    {
        await CountAsync(Some.Placed(Some.Order(1, "11:58")));
        var tag = (await Aggregates.SeriesAsync(Query(query), default)).Headers["ETag"];
        Time.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(status, (await Aggregates.SeriesAsync(Query(query, ifNoneMatch: tag), default)).StatusCode);
    }

    // The month ends at 23:00Z on the 30th, in 25 hours and 55 minutes.
    [Theory]
    [InlineData(25 * 60 + 54, 304)]
    [InlineData(25 * 60 + 56, 200)]
    public async Task A_stored_series_by_the_month_is_current_until_the_month_has_ended_in_its_zone(int minutes, int status)
    {
        Time.SetUtcNow(new DateTimeOffset(2026, 11, 29, 21, 5, 0, TimeSpan.Zero));
        const string Asked = "from=2026-11-01&to=2027-01-01&step=1mo&tz=Europe/Berlin";
        var tag = (await Aggregates.SeriesAsync(Query(Asked), default)).Headers["ETag"];
        Time.Advance(TimeSpan.FromMinutes(minutes));

        Assert.Equal(status, (await Aggregates.SeriesAsync(Query(Asked, ifNoneMatch: tag), default)).StatusCode);
    }

    // By 13:04 in Berlin. October has 745 hours there, and the 25th 25.
    [Theory]
    [InlineData("window=thisMonth&step=1w", "2026-10-26* 2026-11-02 2026-11-09 2026-11-16 2026-11-23*")]
    [InlineData("from=2026-10-01&to=2026-12-01&step=1mo", "2026-10-01 2026-11-01*")]
    [InlineData("from=2026-10-25&to=2026-10-26&step=1d", "2026-10-25")]
    [InlineData("from=2026-10-25&to=2026-10-25T22:59Z&step=1d", "2026-10-25*")]
    [InlineData("from=2026-09-30T22:01Z&to=2026-11-01&step=1mo", "2026-10-01*")]
    public async Task A_point_of_variable_length_is_partial_until_it_has_ended_in_its_zone(string query, string expected)
    {
        var answer = await JsonAsync(Aggregates.SeriesAsync(Query($"{query}&tz=Europe/Berlin"), default));

        Assert.Equal(expected, string.Join(' ', answer["points"]!.AsArray().Select(point =>
            $"{((string)point!["at"]!)[..10]}{(point["partial"] is null ? "" : "*")}")));
    }

    [Theory]
    [InlineData("step=1h", "1h", 60)]
    [InlineData("step=60m", "1h", 60)]
    [InlineData("step=1w", "1w", 10080)]
    [InlineData("step=1mo", "1mo", null)]
    [InlineData("step=1h&tz=Europe/Berlin", "1h", null)]
    public async Task A_series_names_its_step_and_the_minutes_of_one_that_is_always_as_long(string query, string step, int? minutes)
    {
        var answer = await JsonAsync(Aggregates.SeriesAsync(Query($"window=1h&{query}"), default));

        Assert.Equal((step, minutes), ((string?)answer["step"], (int?)answer["stepMinutes"]));
    }
}
