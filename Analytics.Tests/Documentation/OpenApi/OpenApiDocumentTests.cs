using System.Text.Json.Nodes;
using Analytics.Functions.Aggregates;
using Analytics.Functions.OpenApi;
using Analytics.Local.Templates;
using Analytics.Tests.Local.Templates;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Documentation.OpenApi;

/// <summary>What <c>openapi.json</c> describes is what the API takes and answers.</summary>
public class OpenApiDocumentTests
{
    public static TheoryData<string, int> Lines => GuideExamples.Lines;

    // The computed numbers, in the order in which routes list them.
    private static readonly string[] Words =
        [Extra.AverageOrderValue, Extra.Percentiles, Extra.Customers, Extra.Cumulative, Extra.Share];

    private static IEnumerable<(ApiOperation Operation, AggregateRoute Route)> Aggregates =>
        from route in Enum.GetValues<AggregateRoute>()
        let path = route == AggregateRoute.Item ? "/aggregates/items/{sku}" : $"/aggregates/{route}".ToLowerInvariant()
        select (ApiDocument.Own.Find("GET", path)!, route);

    public static TheoryData<string> Routes => [.. ApiDocument.Own.Operations.Where(operation => operation.Method == "GET").Select(
        operation => operation.Path)];

    [Fact]
    public async Task It_has_the_routes_of_the_template_and_no_others()
    {
        var template = await Template.LoadAsync(Parsed.OwnTemplate, Parsed.Settings(("Live", "iam")), default);

        Assert.Equal(
            template.Evaluate().Api!.Routes.Select(route => route.Key).Where(route => route != "$default").Order(),
            ApiDocument.Own.Operations.Select(operation => $"{operation}").Order());
    }

    // A refusal lists what the route takes.
    [Theory]
    [MemberData(nameof(Routes))]
    public async Task It_has_every_query_parameter_that_a_route_takes_and_no_other(string path)
    {
        var operation = ApiDocument.Own.Find("GET", path)!;
        var values = operation.In("path").ToDictionary(one => (string)one["name"]!, _ => $"{Some.Id(1)}");
        var answer = await new ApiBench().SendAsync(
            ApiBench.Request("GET", path, values, "somethingElse=1", new Dictionary<string, string>(), ""));
        var error = JsonNode.Parse(answer.Body)!["errors"]!.AsArray().Single(error => (string?)error!["parameter"] == "somethingElse")!;
        var taken = ((string)error["detail"]!).Split("which takes ")[1];

        Assert.Equal(
            taken == "none" ? [] : taken.Split(", ").Order(),
            operation.In("query").Select(parameter => (string)parameter["name"]!).Order());
    }

    [Fact]
    public void It_has_the_words_that_the_parameters_of_a_route_take()
    {
        foreach (var (operation, route) in Aggregates)
        {
            Assert.Equal(AggregateParameters.Extras(route, bySku: false), Words.Where(word => IsTaken(operation, "include", word)));
            Assert.Equal(ComparedSpan.Words, EnumOf(operation, "compare"));
        }

        Assert.Equal(RankingQuery.Measures, EnumOf(ApiDocument.Own.Find("GET", "/aggregates/items")!, "by"));
        Assert.Equal(RankingQuery.Measures, EnumOf(ApiDocument.Own.Find("GET", "/aggregates/summary")!, "by"));
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task It_describes_the_examples_of_the_guides_and_their_answers(string document, int line)
    {
        var bench = await GuideExamples.BenchAsync(document);
        var orderId = "";
        foreach (var example in GuideExamples.Of(document, line))
        {
            var request = example.Request(orderId);
            var answer = await bench.SendAsync(request);
            orderId = ApiExample.OrderIdOf(answer) ?? orderId;
            var operation = ApiDocument.Own.Find(example.Method, example.Route);

            Assert.True(operation is not null, $"docs/{document}:{line}: {example.Method} {example.Route}");
            Assert.Equal("", ApiDocument.Own.Difference(operation, answer));
            if (example.Status is 200 or 201)
            {
                Assert.All(request.QueryStringParameters, given => Assert.Equal("", ErrorsOf(operation, "query", given.Key, given.Value)));
                Assert.Equal("", operation.Body is { } body ? ApiDocument.Own.Errors(body, JsonNode.Parse(example.Body)) : "");
            }
        }
    }

    [Fact]
    public void Its_own_examples_fit_their_schemas()
    {
        Assert.True(ApiDocument.Own.Examples.Count() > 50);
        Assert.All(ApiDocument.Own.Examples, one =>
        {
            var schema = one.Schema.DeepClone().AsObject();
            schema.Remove("examples");
            Assert.Equal("", ApiDocument.Own.Errors(schema, one.Example));
        });
    }

    [Theory]
    [InlineData("""{"orders":-1}""")]
    [InlineData("""{"window":"1h","from":"2026-11-23T11:01Z","to":"2026-11-23T12:01Z","asOf":"2026-11-23T12:00:00.000Z","latestCommitAt":null,"orders":0,"cancelled":0,"units":0,"revenue":{},"more":1}""")]
    [InlineData("""{"window":"1h","from":"2026-11-23T11:01Z","to":"2026-11-23T12:01Z","asOf":"2026-11-23T12:00:00.000Z","latestCommitAt":null,"orders":0,"cancelled":0,"units":0,"revenue":{"usd":1}}""")]
    [InlineData("""{"window":"1h","from":"2026-11-23T11:01Z","to":"2026-11-23T12:01Z","asOf":"2026-11-23T12:00:00.000Z","latestCommitAt":null,"orders":0,"cancelled":0,"units":0,"revenue":{},"comparison":{"with":"previous","from":"2026-11-23T10:01Z","to":"2026-11-23T11:01Z","orders":0,"cancelled":0,"units":0,"revenue":{},"difference":{"orders":0,"cancelled":0,"units":0,"revenue":{}}}}""")]
    public void An_answer_that_it_does_not_describe_is_found(string answer) => Assert.NotEqual(
        "", ApiDocument.Own.Errors(JsonNode.Parse("""{"$ref":"#/components/schemas/TotalsAnswer"}""")!, JsonNode.Parse(answer)));

    [Fact]
    public async Task It_is_served_with_a_tag()
    {
        var bench = new ApiBench();
        var answer = await bench.SendAsync(Request([]));

        Assert.Equal((200, OpenApiDocument.Text), (answer.StatusCode, answer.Body));
        Assert.Equal(304, (await bench.SendAsync(Request(new() { ["if-none-match"] = answer.Headers["ETag"] }))).StatusCode);

        static Amazon.Lambda.APIGatewayEvents.APIGatewayHttpApiV2ProxyRequest Request(Dictionary<string, string> headers) =>
            ApiBench.Request("GET", "/openapi.json", new Dictionary<string, string>(), "", headers, "");
    }

    private static bool IsTaken(ApiOperation operation, string parameter, string value) =>
        ErrorsOf(operation, "query", parameter, value).Length == 0;

    private static IEnumerable<string> EnumOf(ApiOperation operation, string parameter) =>
        operation.In("query").Single(one => (string?)one["name"] == parameter)["schema"]!["enum"]!.AsArray().Select(word => (string)word!);

    private static string ErrorsOf(ApiOperation operation, string place, string name, string value)
    {
        var parameter = operation.In(place).FirstOrDefault(one => (string?)one["name"] == name);
        return parameter is null ? $"{operation} has no parameter {name}"
            : ApiDocument.Own.Errors(
                parameter["schema"]!,
                (string?)parameter["schema"]!["type"] == "integer" && int.TryParse(value, out var number) ? number : value);
    }
}
