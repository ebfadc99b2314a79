using System.Text.Json;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Functions.Aggregates;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Fuzz;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Functions.Aggregates;

/// <summary>The zone of the template's parameter <c>TimeZone</c>, in which queries without <c>tz</c> are answered.</summary>
public class DefaultZoneTests
{
    private readonly InMemoryMinuteStore _minutes = new();
    private readonly FakeTimeProvider _time = new(Some.At("22:30"));

    [Theory]
    [InlineData("totals", "", "Asia/Tokyo", "+09:00")]
    [InlineData("series", "step=1h", "Asia/Tokyo", "+09:00")]
    [InlineData("summary", "", "Asia/Tokyo", "+09:00")]
    [InlineData("items", "", "Asia/Tokyo", "+09:00")]
    [InlineData("totals", "tz=UTC", "UTC", "Z")]
    [InlineData("totals", "tz=America/New_York", "America/New_York", "-05:00")]
    public async Task A_query_without_a_zone_is_answered_in_that_of_the_template(string route, string query, string zone, string offset)
    {
        var answer = await Function("Asia/Tokyo").AskAsync(route, query);

        Assert.Equal(200, answer.StatusCode);
        using var json = JsonDocument.Parse(answer.Body);
        Assert.EndsWith(offset, json.RootElement.GetProperty("from").GetString(), StringComparison.Ordinal);
        Assert.True(!json.RootElement.TryGetProperty("timeZone", out var said) || said.GetString() == zone, answer.Body);
    }

    [Fact]
    public async Task The_description_of_the_API_takes_no_zone_and_is_given_none()
    {
        var request = new APIGatewayHttpApiV2ProxyRequest { RouteKey = "GET /openapi.json", RawPath = "/openapi.json" };

        var answer = await Function("Asia/Tokyo").HandleAsync(request, new StubContext());

        Assert.Equal((200, null), (answer.StatusCode, request.QueryStringParameters));
    }

    [Theory]
    [InlineData("Europe/berlin", "did you mean Europe/Berlin?")]
    [InlineData("CET5", "must be a time zone of the IANA database")]
    public void A_zone_that_does_not_exist_stops_the_function_at_its_start(string zone, string said)
    {
        var wrong = Assert.Throws<InvalidOperationException>(() => AggregatesFunction.CheckZone(zone));

        Assert.StartsWith("The environment variable TIME_ZONE must be ", wrong.Message, StringComparison.Ordinal);
        Assert.Contains(said, wrong.Message, StringComparison.Ordinal);
    }

    private AggregatesFunction Function(string zone)
    {
        var reader = new AggregateReader(_minutes, new RollupReader(_minutes, _minutes, 4), 4, _time);
        return new AggregatesFunction(new AggregatesHandler(reader, new ChangeWaiter(_minutes, _time), _time), _time)
        {
            TimeZone = zone,
        };
    }
}
