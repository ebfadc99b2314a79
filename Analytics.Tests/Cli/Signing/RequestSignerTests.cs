using System.Text;
using Amazon.Runtime;
using Analytics.Cli.Signing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Cli.Signing;

public class RequestSignerTests
{
    private const string Key = "AKIDEXAMPLE";
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private const string Api = "https://abc123.execute-api.eu-west-1.amazonaws.com";

    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The AWS Signature Version 4 test suite: get-vanilla, post-vanilla and get-vanilla-query-order-key-case.</summary>
    [Theory]
    [InlineData("GET", "https://example.amazonaws.com/", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("POST", "https://example.amazonaws.com/", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    [InlineData(
        "GET", "https://example.amazonaws.com/?Param2=value2&Param1=value1",
        "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")]
    public async Task A_signature_is_that_of_the_test_suite(string method, string address, string signature)
    {
        var request = await SignedAsync(
            new RequestSigner(
                new BasicAWSCredentials(Key, Secret), "us-east-1", "service",
                new FakeTimeProvider(new DateTimeOffset(2015, 8, 30, 12, 36, 0, TimeSpan.Zero))),
            method, address, body: null);

        Assert.Equal(
            $"AWS4-HMAC-SHA256 Credential={Key}/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, "
                + $"Signature={signature}",
            Assert.Single(request.Headers.GetValues("Authorization")));
        Assert.Equal("20150830T123600Z", Assert.Single(request.Headers.GetValues("x-amz-date")));
    }

    /// <summary>What botocore 1.x signs for the same requests.</summary>
    [Theory]
    [InlineData("GET", $"{Api}/aggregates/totals?window=5m", null, "c66d3a020440be12fabdc6fb09183f18e9439871a6316cc39c63211289cc731d")]
    [InlineData(
        "GET", $"{Api}/aggregates/items/caf%C3%A9%20au%20lait?window=1h&includes=a%2Fb%2Cc&wait=10s&from=2026-11-23T10%3A05Z", null,
        "ea21dea635c34ef2a1eb26f2df25545477585f2c970693037e5f1dd6e59cc488")]
    [InlineData(
        "GET", $"{Api}/prod/orders?limit=1&cursor=a%2Bb%3D&empty=", null,
        "fd8836cd14e91f626656aa6347290af345083bc13c6f7dce5b00806063c5f738")]
    [InlineData(
        "POST", "http://127.0.0.1:5000/", "Action=DescribeStacks&Version=2010-05-15&StackName=x",
        "569a18eb9629c3c20293f52acce9c300efbff4e56e6fc8f882066b12af392dcc")]
    public async Task A_signature_is_that_of_another_implementation(string method, string address, string? body, string signature)
    {
        var request = await SignedAsync(Signer(new BasicAWSCredentials(Key, Secret)), method, address, body);

        Assert.EndsWith(
            $"SignedHeaders=host;x-amz-date, Signature={signature}", Assert.Single(request.Headers.GetValues("Authorization")),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_of_temporary_credentials_is_sent_and_signed_also_when_a_request_is_signed_again()
    {
        var signer = Signer(new SessionAWSCredentials(Key, Secret, "TOKEN/with+signs=="));
        var request = await SignedAsync(signer, "POST", $"{Api}/orders", """{"a":1}""");
        await signer.SignAsync(request, default);

        Assert.EndsWith(
            "SignedHeaders=host;x-amz-date;x-amz-security-token, "
                + "Signature=9b7989aa2a745a0b50339bf36b633303d214afc723588d432ec72da6a358cc0d",
            Assert.Single(request.Headers.GetValues("Authorization")), StringComparison.Ordinal);
        Assert.Equal("TOKEN/with+signs==", Assert.Single(request.Headers.GetValues("x-amz-security-token")));
    }

    private static RequestSigner Signer(AWSCredentials credentials) =>
        new(credentials, "eu-west-1", "execute-api", new FakeTimeProvider(Noon));

    private static async Task<HttpRequestMessage> SignedAsync(RequestSigner signer, string method, string address, string? body)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), address)
        {
            Content = body is null ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(body)),
        };
        await signer.SignAsync(request, default);
        return request;
    }
}
