using System.Globalization;
using System.Text.Json;
using Amazon.Lambda.Serialization.SystemTextJson;
using Xunit;

namespace Analytics.Tests.Standins.Lambda;

/// <summary>The conversions that the package documents beyond those of System.Text.Json.</summary>
public class JsonConversionTests
{
    private sealed record Times(DateTime At);

    private sealed record Bytes(byte[]? Array, MemoryStream? Stream);

    [Theory]
    [InlineData("0", "1970-01-01T00:00:00.0000000Z")]
    [InlineData("1480642020", "2016-12-02T01:27:00.0000000Z")]
    [InlineData("1480642020.5", "2016-12-02T01:27:00.5000000Z")]
    [InlineData("157753180800", "6968-12-31T00:00:00.0000000Z")] // the largest whole number that is seconds
    [InlineData("157753180801", "1974-12-31T20:19:40.8010000Z")] // one more is milliseconds
    [InlineData("1480642020500", "2016-12-02T01:27:00.5000000Z")]
    [InlineData("\"2016-12-02T01:27:00Z\"", "2016-12-02T01:27:00.0000000Z")]
    public void Time_is_read_from_text_seconds_or_milliseconds(string json, string expected) =>
        Assert.Equal(expected, LambdaJson.Reflecting.Read<Times>($$"""{"at":{{json}}}""").At.ToString("O", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("\"1678831218.0\"")] // a number in quotes
    [InlineData("1480642020500000")] // microseconds
    [InlineData("true")]
    public void Time_in_another_form_is_refused(string json)
    {
        var refusal = Assert.Throws<JsonSerializerException>(() => LambdaJson.Reflecting.Read<Times>($$"""{"At":{{json}}}"""));

        Assert.Contains(typeof(Times).FullName!, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Byte_array_is_written_as_numbers_and_stream_as_base64()
    {
        using var stream = new MemoryStream([3, 4]);

        Assert.Equal("""{"Array":[1,2],"Stream":"AwQ="}""", LambdaJson.Reflecting.Write(new Bytes([1, 2], stream)));
        Assert.Equal("{}", LambdaJson.Reflecting.Write(new Bytes(null, null)));
    }

    [Theory]
    [InlineData("""{"array":[1,2]}""")]
    [InlineData("""{"ARRAY":"AQI="}""")]
    public void Byte_array_is_read_from_numbers_and_from_base64(string json) =>
        Assert.Equal<byte>([1, 2], LambdaJson.Reflecting.Read<Bytes>(json).Array!);

    [Fact]
    public void Property_names_are_kept_or_camel_cased()
    {
        var value = new { OrderId = "o", XAmzId2 = "i" };

        Assert.Equal("""{"OrderId":"o","x-amz-id-2":"i"}""", LambdaJson.Reflecting.Write(value));
        Assert.Equal("""{"orderId":"o","x-amz-id-2":"i"}""", LambdaJson.CamelCase.Write(value));
    }

    [Fact]
    public void Type_the_context_does_not_list_is_refused_by_name()
    {
        var refusal = Assert.Throws<JsonSerializerException>(() => LambdaJson.Generated.Write(new Times(default)));

        Assert.Contains(nameof(Times), refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_can_be_customized()
    {
        var serializer = new SourceGeneratorLambdaJsonSerializer<LambdaJsonContext>(
            (JsonSerializerOptions options) => options.DictionaryKeyPolicy = JsonNamingPolicy.SnakeCaseLower);

        Assert.Equal("""{"order_id":"o"}""", serializer.Write(new Dictionary<string, string> { ["OrderId"] = "o" }));
    }

    [Fact]
    public void Payload_that_is_not_JSON_is_refused() =>
        Assert.Throws<JsonSerializerException>(() => LambdaJson.Generated.Read<Dictionary<string, string>>("hello"));
}
