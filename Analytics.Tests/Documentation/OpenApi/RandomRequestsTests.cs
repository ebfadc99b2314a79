using Xunit;

namespace Analytics.Tests.Documentation.OpenApi;

/// <summary>Whatever is asked, the API answers as <c>openapi.json</c> says, and never fails.</summary>
public class RandomRequestsTests
{
    private const int RequestsPerShop = 625;

    [Fact]
    public async Task No_request_is_answered_outside_the_document()
    {
        var succeeded = new HashSet<string>();
        var given = new HashSet<string>();
        var refused = 0;
        for (var seed = 1; seed <= 16; seed++)
        {
            var bench = await GuideExamples.BenchAsync(seed % 2 == 0 ? "questions.md" : "api.md");
            var requests = new RandomRequests(ApiDocument.Own, seed);
            for (var number = 0; number < RequestsPerShop; number++)
            {
                var (operation, request) = requests.Next();
                var answer = await bench.SendAsync(request);
                var what = $"seed {seed}, request {number}: {request.RouteKey}?{request.RawQueryString} {request.Body}";

                var mayBeLate = request.QueryStringParameters.ContainsKey("includes");
                Assert.True(answer.StatusCode < 500 || (answer.StatusCode == 503 && mayBeLate), $"{what}: {answer.Body}");
                var difference = ApiDocument.Own.Difference(operation, answer);
                Assert.True(difference.Length == 0, $"{what}: {difference}");
                if (answer.StatusCode is >= 200 and < 300)
                {
                    succeeded.Add($"{operation}");
                    given.UnionWith(request.QueryStringParameters.Keys.Select(name => $"{operation} {name}"));
                }

                refused += answer.StatusCode == 400 ? 1 : 0;
                if (ApiExample.CursorOf(answer) is { } cursor)
                {
                    requests.Pages[$"{operation}"] = (operation, request, cursor);
                }

                if (ApiExample.OrderIdOf(answer) is { } id)
                {
                    requests.OrderIds.Add(id);
                }
            }
        }

        Assert.Equal(ApiDocument.Own.Operations.Select(operation => $"{operation}").Order(), succeeded.Order());
        Assert.Equal(
            ApiDocument.Own.Operations.SelectMany(operation => operation.In("query").Select(one => $"{operation} {one["name"]}")).Order(),
            given.Order());
        Assert.True(refused > RequestsPerShop, $"only {refused} requests were refused");
    }
}
