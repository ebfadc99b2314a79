using System.Text.Json.Nodes;
using Analytics.Local.CloudWatch;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Local.CloudWatch;

/// <summary>An endpoint on a free port at noon, and a client of one protocol.</summary>
internal sealed class EndpointFixture : IAsyncDisposable
{
    private EndpointFixture(CloudWatchEndpoint endpoint, WireClient client, FakeTimeProvider clock) =>
        (Endpoint, Client, Clock) = (endpoint, client, clock);

    public CloudWatchEndpoint Endpoint { get; }

    public WireClient Client { get; }

    public FakeTimeProvider Clock { get; }

    public static long Noon => Some.Noon.ToUnixTimeSeconds();

    public static async Task<EndpointFixture> StartAsync(string protocol, string? directory = null, Action<string>? log = null)
    {
        var clock = Some.Clock();
        var endpoint = await CloudWatchEndpoint.StartAsync(
            new CloudWatchOptions { Clock = clock, DataDirectory = directory, Log = log ?? (_ => { }) }, CancellationToken.None);
        return new EndpointFixture(endpoint, new WireClient(endpoint.Address, protocol), clock);
    }

    /// <summary>Calls an operation; <c>@90</c> in the request stands for 90 seconds after noon.</summary>
    public Task<WireAnswer> CallAsync(string operation, string request, bool packed = false) =>
        Client.CallAsync(operation, Parse(request), packed);

    /// <summary>Calls an operation that must succeed, and returns its response in one line, times as in requests.</summary>
    public async Task<string> OkAsync(string operation, string request, bool packed = false)
    {
        var answer = await CallAsync(operation, request, packed);
        Assert.True(answer.Status == 200, $"{operation} answered {answer.Status}: {answer.Body}");
        return answer.Body is null ? "" : Relative(answer.Body).ToJsonString(Plain);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Endpoint.DisposeAsync();
    }

    private static readonly System.Text.Json.JsonSerializerOptions Plain =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static JsonNode Parse(string text) => JsonNode.Parse(
        System.Text.RegularExpressions.Regex.Replace(
            text,
            "@(-?[0-9]+)",
            match => $"{Noon + long.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)}"))!;

    private static JsonNode Relative(JsonNode node) => JsonNode.Parse(
        System.Text.RegularExpressions.Regex.Replace(
            node.ToJsonString(),
            @"(?<=[:,\[])1[0-9]{9}(?=[,\]\}])",
            match => $"\"@{long.Parse(match.Value, System.Globalization.CultureInfo.InvariantCulture) - Noon}\""))!;
}
