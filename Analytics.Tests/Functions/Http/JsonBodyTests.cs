using System.IO.Compression;
using System.Text;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Functions.Http;
using Xunit;

namespace Analytics.Tests.Functions.Http;

public class JsonBodyTests
{
    private const int Limit = 256 * 1024;
    private static readonly byte[] Text = Encoding.UTF8.GetBytes("""{"name":"抹茶"}""");

    // RFC 9110, section 8.3.1: types and parameter names are case-insensitive, values may be quoted; section 5.6.6: a semicolon may end
    // the parameters. RFC 8259, section 8.1: JSON is UTF-8.
    [Theory]
    [InlineData("application/json", 200)]
    [InlineData("Application/JSON", 200)]
    [InlineData("application/json;", 200)]
    [InlineData("application/json; charset=utf-8", 200)]
    [InlineData("application/json;Charset=\"UTF-8\"", 200)]
    [InlineData("application/json ; charset=utf8", 200)]
    [InlineData("application/vnd.shop.order+json; profile=\"a;charset=latin1\"", 200)]
    [InlineData("application/json; charset=iso-8859-1", 415)]
    [InlineData("application/json; charset=utf-16", 415)]
    [InlineData("application/json; charset=\"UTF-16LE\"", 415)]
    [InlineData("application/json; charset=", 415)]
    [InlineData("text/json", 415)]
    [InlineData("text/plain", 415)]
    [InlineData("application/jsonx", 415)]
    [InlineData("application/+json", 415)]
    [InlineData("application/json, text/plain", 415)]
    [InlineData("application/x-www-form-urlencoded", 415)]
    [InlineData("", 415)]
    [InlineData(null, 415)]
    public void A_content_type_is_JSON_in_UTF_8_or_415_with_Accept(string? type, int status)
    {
        var (answered, refusal, _) = Read(Text, type: type);

        Assert.Equal(status, answered);
        Assert.Equal(status == 415 ? "application/json" : null, refusal?.Headers["Accept"]);
    }

    // RFC 9110, section 8.4.1: codings are case-insensitive, x-gzip is gzip, and a list names them in the order in which they were applied.
    [Theory]
    [InlineData("gzip")]
    [InlineData("GZip")]
    [InlineData("x-gzip")]
    [InlineData("identity, gzip")]
    public void Gzip_is_decoded(string coding)
    {
        var (status, _, text) = Read(Zip(Text), coding);

        Assert.Equal((200, Encoding.UTF8.GetString(Text)), (status, Encoding.UTF8.GetString(text!)));
    }

    [Fact]
    public void Gzip_that_was_applied_twice_is_decoded_twice() => Assert.Equal(Text, Read(Zip(Zip(Text)), "gzip, gzip").Text);

    // RFC 1952, section 2.2: a file may have several members.
    [Fact]
    public void All_members_of_gzip_are_decoded() => Assert.Equal(Text, Read([.. Zip(Text[..5]), .. Zip(Text[5..])], "gzip").Text);

    // RFC 9110, section 15.5.16 and 12.5.3: a 415 for the coding says in Accept-Encoding which would do.
    [Theory]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("zstd")]
    [InlineData("bogus")]
    [InlineData("gzip, br")]
    [InlineData("br, gzip")]
    public void Another_coding_is_415_with_Accept_Encoding(string coding)
    {
        var (status, refusal, _) = Read(Text, coding);

        Assert.Equal((415, "gzip"), (status, refusal!.Headers["Accept-Encoding"]));
    }

    [Fact]
    public void What_is_not_whole_gzip_is_400()
    {
        var zipped = Zip(Text);
        var damaged = zipped.ToArray();
        damaged[^6] ^= 1; // its checksum
        foreach (var body in new[] { Text, [], zipped[..3], zipped[..10], zipped[..^12], zipped[..^4], zipped[..^1], damaged,
            [.. zipped, 1, 2, 3] })
        {
            Assert.Equal(400, Read(body, "gzip").Status);
        }
    }

    [Fact]
    public void The_limit_holds_for_decoded_bytes()
    {
        Assert.Equal(200, Read(Zip(new byte[Limit]), "gzip").Status);
        Assert.Equal(413, Read(Zip(new byte[Limit + 1]), "gzip").Status);
        Assert.Equal(200, Read(new byte[Limit]).Status);
        Assert.Equal(413, Read(new byte[Limit + 1]).Status);

        // What does not compress is longer in gzip.
        var noise = new byte[Limit];
        new Random(1).NextBytes(noise);
        Assert.Equal(200, Read(Zip(noise), "gzip").Status);
    }

    [Fact]
    public void A_gzip_bomb_is_refused_without_memory_for_what_it_holds()
    {
        var bomb = Zip(new byte[200 * 1024 * 1024]);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(413, Read(bomb, "gzip").Status);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 * 1024 * 1024);
    }

    private static (int Status, APIGatewayHttpApiV2ProxyResponse? Refusal, byte[]? Text) Read(
        byte[] body, string? coding = null, string? type = "application/json")
    {
        var request = new APIGatewayHttpApiV2ProxyRequest
        {
            Headers = new Dictionary<string, string>(), Body = Convert.ToBase64String(body), IsBase64Encoded = true,
        };
        foreach (var (name, value) in new[] { ("content-type", type), ("content-encoding", coding) })
        {
            if (value is not null)
            {
                request.Headers[name] = value;
            }
        }

        return JsonBody.TryRead(request, Limit, out var text, out var refusal) ? (200, null, text) : (refusal.StatusCode, refusal, null);
    }

    private static byte[] Zip(byte[] bytes)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }

        return zipped.ToArray();
    }
}
