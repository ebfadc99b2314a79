using System.Net;
using System.Text.Json.Nodes;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Functions.Aggregates;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Fuzz;
using Analytics.Tests.Fuzz.Targets;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Documentation;

/// <summary>The examples of <c>docs/api.md</c>, sent to the functions of a shop without orders.</summary>
public class ApiExamplesTests
{
    private static readonly IReadOnlyDictionary<int, IReadOnlyList<ApiExample>> Examples =
        ApiExample.ReadAll(File.ReadAllLines(Path.Combine(Repository.Root, "docs", "api.md")));

    public static TheoryData<int> Lines => [.. Examples.Keys];

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task An_example_is_answered_as_the_document_says(int line)
    {
        var orders = OrdersBench.Function(new InMemoryOrderStore());
        var aggregates = Aggregates();
        var orderId = "";
        foreach (var example in Examples[line])
        {
            var request = Request(example, orderId);
            var answer = example.Target.StartsWith("/aggregates", StringComparison.Ordinal)
                ? await aggregates.HandleAsync(request, new StubContext())
                : await orders.HandleAsync(request, new StubContext());

            var difference = example.DifferenceFrom(answer);
            Assert.True(difference is null, $"docs/api.md:{line}, {example.Method} {example.Target}: {difference}");
            orderId = JsonNode.Parse(answer.Body) is JsonObject json ? (string?)json["orderId"] ?? orderId : orderId;
        }
    }

    [Theory]
    [InlineData("""{"a":1}""", """{"a":1,"b":2}""", true)]
    [InlineData("""{"b":1}""", """{"a":1}""", false)]
    [InlineData("""{"a":[{"b":1}]}""", """{"a":[{"b":2}]}""", false)]
    [InlineData("""{"a":[]}""", """{"a":[1]}""", false)]
    [InlineData("""{"a":"x…z"}""", """{"a":"xyz"}""", true)]
    [InlineData("""{"a":"x…z"}""", """{"a":"xy"}""", false)]
    [InlineData("""{"a":null}""", """{"a":"x"}""", false)]
    public void An_answer_must_have_what_its_example_shows(string example, string answer, bool isSame) => Assert.Equal(
        isSame,
        ApiExample.ReadAll(["```http", "GET /", "", "200", example, "```"])[1][0].DifferenceFrom(
            new APIGatewayHttpApiV2ProxyResponse { StatusCode = 200, Headers = new Dictionary<string, string>(), Body = answer }) is null);

    private static AggregatesFunction Aggregates()
    {
        var (time, store) = (new FakeTimeProvider(Some.At("12:00")), new InMemoryMinuteStore());
        return new AggregatesFunction(
            new AggregatesHandler(
                new AggregateReader(store, new RollupReader(store, store, 4), 4, time), new ChangeWaiter(store, time), time), time);
    }

    private static APIGatewayHttpApiV2ProxyRequest Request(ApiExample example, string orderId)
    {
        var (path, query) = example.Target.Split('?') is [var before, var after] ? (before, after) : (example.Target, "");
        var segments = path.Split('/');
        var route = segments.Length > 2 && segments[1] == "orders"
            ? string.Join('/', ["", segments[1], "{orderId}", .. segments.Skip(3)])
            : path;
        var headers = example.Headers.ToDictionary();
        headers.TryAdd("content-type", "application/json");
        return new APIGatewayHttpApiV2ProxyRequest
        {
            RouteKey = $"{example.Method} {route}",
            RawPath = path,
            RawQueryString = query,
            QueryStringParameters = query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('='))
                .ToDictionary(pair => pair[0], pair => WebUtility.UrlDecode(pair[1])),
            PathParameters = new Dictionary<string, string>
            {
                ["orderId"] = segments.Length > 2 && segments[2] == "{orderId}" ? orderId : path,
            },
            Headers = headers,
            Body = example.Body,
        };
    }
}
