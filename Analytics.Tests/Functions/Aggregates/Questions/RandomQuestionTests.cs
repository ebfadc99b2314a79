using System.Globalization;
using System.Text.Json;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Changes;
using Analytics.Functions.Aggregates;
using Analytics.Functions.Counting;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Functions.Aggregates.Questions;

/// <summary>
/// Random questions in ten zones about the orders of 400 days. Every answer is that of an oracle that scans the orders and shares no code
/// with the queries.
/// </summary>
public class RandomQuestionTests
{
    private const int Questions = 300;

    private static readonly OracleShop Shop = new();
    private static readonly Lazy<Task<InMemoryMinuteStore>> Store = new(CountAsync);

    [Theory]
    [InlineData("UTC", 1)]
    [InlineData("Europe/Berlin", 2)]
    [InlineData("America/New_York", 3)]
    [InlineData("America/Havana", 4)] // midnight comes twice, or never
    [InlineData("Africa/Cairo", 5)] // likewise
    [InlineData("America/Santiago", 6)] // likewise
    [InlineData("Atlantic/Azores", 7)] // likewise
    [InlineData("Australia/Lord_Howe", 8)] // half an hour of summer time
    [InlineData("Asia/Kathmandu", 9)]
    [InlineData("Pacific/Chatham", 10)]
    public async Task Any_question_is_answered_as_a_scan_of_the_orders_answers_it(string zone, int seed)
    {
        var store = await Store.Value;
        var random = new Random(seed);
        var clock = new OracleClock(zone, Minutes(OracleShop.End.AddDays(-1300)), Minutes(OracleShop.End.AddDays(800)));
        for (var number = 0; number < Questions; number++)
        {
            var question = RandomQuestion.Draw(random, zone);
            var oracle = new Oracle(Shop.Orders, question.Route, question.Query, clock, Minutes(question.Now));
            var answer = await AskAsync(store, question);
            if (oracle.Refused is { } parameter)
            {
                Assert.True(answer.StatusCode == 400 && answer.Body.Contains($"\"{parameter}\"", StringComparison.Ordinal),
                    $"{question}: {answer.StatusCode} {answer.Body}");
                continue;
            }

            Assert.True(answer.StatusCode == 200, $"{question}: {answer.Body}");
            Compare(question, oracle.Answer(), Facts(answer.Body));
            if (question.Route != "summary" && !question.HasPercentiles && random.Next(3) == 0)
            {
                var table = (await AskAsync(store, question, "text/csv")).Body;
                var difference = new CsvAnswer(question, oracle.Answer()).Difference(table);
                Assert.True(difference.Length == 0, difference);
            }
        }
    }

    private static void Compare(RandomQuestion question, SortedDictionary<string, string> expected, Dictionary<string, string> actual)
    {
        foreach (var path in expected.Keys.Union(actual.Keys))
        {
            var (wanted, said) = (expected.GetValueOrDefault(path, "absent"), actual.GetValueOrDefault(path, "absent"));
            Assert.True(wanted == said || IsAboutIt(path, wanted, said), $"{question}: {path} is {said}, not {wanted}");
        }
    }

    // A percentile is within 1% of the exact one. What compares two of them follows from both, and is there where both are.
    private static bool IsAboutIt(string path, string wanted, string said)
    {
        var names = path.Split('/');
        return names.Any(name => name is "p50" or "p90" or "p99") && decimal.TryParse(wanted, CultureInfo.InvariantCulture, out var exact)
            && decimal.TryParse(said, CultureInfo.InvariantCulture, out var about)
            && (names.Any(name => name is "difference" or "ratio") || Math.Abs(about - exact) * 100 <= exact);
    }

    private static Task<APIGatewayHttpApiV2ProxyResponse> AskAsync(
        InMemoryMinuteStore store, RandomQuestion question, string accept = "application/json")
    {
        var time = new FakeTimeProvider(question.Now);
        var handler = new AggregatesHandler(
            new AggregateReader(store, new RollupReader(store, store, 4), 4, time), new ChangeWaiter(store, time), time);
        var request = new APIGatewayHttpApiV2ProxyRequest
        {
            QueryStringParameters = question.Query, Headers = new Dictionary<string, string> { ["accept"] = accept },
        };
        return question.Route switch
        {
            "totals" => handler.TotalsAsync(request, default),
            "series" => handler.SeriesAsync(request, default),
            "items" => handler.ItemsAsync(request, default),
            _ => handler.SummaryAsync(request, default),
        };
    }

    // What the oracle does not know: when the answer was made, and the cursor of the next page.
    private static Dictionary<string, string> Facts(string body)
    {
        var facts = new Dictionary<string, string>();
        Add("", JsonDocument.Parse(body).RootElement);
        return facts.Where(fact => fact.Key is not ("asOf" or "latestCommitAt" or "cursor")).ToDictionary();

        void Add(string path, JsonElement value)
        {
            switch (value.ValueKind)
            {
                case JsonValueKind.Object:
                    foreach (var member in value.EnumerateObject())
                    {
                        Add(path.Length == 0 ? member.Name : $"{path}/{member.Name}", member.Value);
                    }

                    break;
                case JsonValueKind.Array:
                    for (var index = 0; index < value.GetArrayLength(); index++)
                    {
                        Add($"{path}/{index}", value[index]);
                    }

                    break;
                case JsonValueKind.Number:
                    facts[path] = OracleSums.Plain(decimal.Parse(value.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture));
                    break;
                case JsonValueKind.String:
                    facts[path] = value.GetString()!;
                    break;
                default:
                    facts[path] = value.GetRawText();
                    break;
            }
        }
    }

    private static long Minutes(DateTimeOffset time) => time.ToUnixTimeSeconds() / 60;

    // Everything is counted before the first question, as seen from each of them.
    private static async Task<InMemoryMinuteStore> CountAsync()
    {
        var (store, time) = (new InMemoryMinuteStore(), new FakeTimeProvider(OracleShop.End.AddDays(-450)));
        await new Committer(store, new CommitOptions(), time, new Random(1)).CommitAsync(Shop.Changes, ChangeSource.Kinesis, default);
        return store;
    }
}
