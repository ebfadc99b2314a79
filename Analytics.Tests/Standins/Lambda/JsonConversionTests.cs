using System.Globalization;
using System.Text.Json;
using Amazon.Lambda.Serialization.SystemTextJson;
using Xunit;

namespace Analytics.Tests.Standins.Lambda;

/// <summary>The conversions that the package documents beyond those of System.Text.Json.</summary>
public class JsonConversionTests
{
    [Theory]
    [InlineData("0", "1970-01-01T00:00:00.0000000Z")]
    [InlineData("1480642020", "2016-12-02T01:27:00.0000000Z")]
    [InlineData("1480642020.5", "2016-12-02T01:27:00.5000000Z")]
    [InlineData("157753180800", "6968-12-31T00:00:00.0000000Z")] // the largest whole number that is seconds
    [InlineData("157753180801", "1974-12-31T20:19:40.8010000Z")] // one more is milliseconds
    [InlineData("1480642020500", "2016-12-02T01:27:00.5000000Z")]
    [InlineData("\"2016-12-02T01:27:00Z\"", "2016-12-02T01:27:00.0000000Z")]
    public void Time_is_read_from_text_seconds_or_milliseconds(string json, string expected) =>
        Assert.Equal(expected, JsonSerializer.Deserialize(json, EventContext.Default.DateTime).ToString("O", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("\"1678831218.0\"")] // a number in quotes
    [InlineData("1480642020500000")] // microseconds
    [InlineData("true")]
    public void Time_in_another_form_is_refused(string json) =>
        Assert.ThrowsAny<Exception>(() => JsonSerializer.Deserialize(json, EventContext.Default.DateTime));

    [Fact]
    public void Stream_is_written_as_base64()
    {
        using var stream = new MemoryStream([3, 4]);

        Assert.Equal("\"AwQ=\"", JsonSerializer.Serialize(stream, EventContext.Default.MemoryStream));
    }

    [Fact]
    public void Type_the_context_does_not_list_is_refused_by_name()
    {
        var refusal = Assert.Throws<JsonSerializerException>(() => LambdaJson.Generated.Write(TimeSpan.Zero));

        Assert.Contains(nameof(TimeSpan), refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Payload_that_is_not_JSON_is_refused() =>
        Assert.Throws<JsonSerializerException>(() => LambdaJson.Generated.Read<Dictionary<string, string>>("hello"));
}
