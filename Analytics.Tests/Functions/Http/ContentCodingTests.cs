using System.IO.Compression;
using System.Text;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Functions.Http;
using Xunit;

namespace Analytics.Tests.Functions.Http;

/// <summary>RFC 9110, sections 8.4 and 12.5.3.</summary>
public class ContentCodingTests
{
    private static readonly string Long = new('x', 1024);

    [Theory]
    [InlineData("gzip", true)]
    [InlineData("GZIP", true)]
    [InlineData("br, gzip;q=0.5", true)]
    [InlineData("*", true)]
    [InlineData("deflate, br", false)]
    [InlineData("gzip;q=0", false)]
    [InlineData("*, gzip; q=0.000", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void An_answer_is_compressed_for_who_accepts_it(string? accepted, bool isCompressed)
    {
        var answer = Answer(Long).Coded(Request(accepted));

        Assert.Equal((isCompressed, isCompressed), (answer.IsBase64Encoded, answer.Headers.ContainsKey("Content-Encoding")));
        Assert.Equal(Long, isCompressed ? Decoded(answer.Body) : answer.Body);
        Assert.Equal("Accept-Encoding", answer.Headers["Vary"]);
    }

    [Fact]
    public void A_short_answer_stays_as_it_is() => Assert.Equal(Long[1..], Answer(Long[1..]).Coded(Request("gzip")).Body);

    [Fact]
    public void A_strong_tag_is_that_of_the_bytes_so_these_stay_as_they_are()
    {
        Assert.Equal(Long, Answer(Long).With("ETag", "\"1\"").Coded(Request("gzip")).Body);
        Assert.NotEqual(Long, Answer(Long).With("ETag", "W/\"1\"").Coded(Request("gzip")).Body);
    }

    [Fact]
    public void What_else_an_answer_varies_with_stays_named() =>
        Assert.Equal("Accept, Accept-Encoding", Answer("").With("Vary", "Accept").Coded(Request(null)).Headers["Vary"]);

    private static APIGatewayHttpApiV2ProxyResponse Answer(string body) =>
        new() { StatusCode = 200, Headers = new Dictionary<string, string>(), Body = body };

    private static APIGatewayHttpApiV2ProxyRequest Request(string? accepted) => new()
    {
        Headers = accepted is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["accept-encoding"] = accepted },
    };

    private static string Decoded(string body)
    {
        using var gzip = new GZipStream(new MemoryStream(Convert.FromBase64String(body)), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
