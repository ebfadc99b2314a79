using System.Net;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Alerts;
using Analytics.Core.Changes;
using Analytics.Core.Documents;
using Analytics.Core.Goals;
using Analytics.Functions;
using Analytics.Functions.Aggregates;
using Analytics.Functions.Alerts;
using Analytics.Functions.Callers;
using Analytics.Functions.Counting;
using Analytics.Functions.Live;
using Analytics.Functions.Orders;
using Analytics.Storage;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Fuzz;
using Analytics.Tests.Fuzz.Targets;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Analytics.Tests.Documentation;

/// <summary>The whole API of a shop without orders, at noon. An order is counted as soon as it is placed or changed.</summary>
internal sealed class ApiBench
{
    private readonly FakeTimeProvider _time = new(Some.At("12:00"));
    private readonly RecordingPublisher _publisher = new();
    private readonly InMemoryMinuteStore _minutes = new();
    private readonly OrdersFunction _orders;
    private readonly AggregatesFunction _aggregates;
    private readonly LiveFunction _live;
    private int _counted;

    /// <summary>Opens the shop.</summary>
    /// <param name="callers">Reads who sends a request; null if everyone may reach all orders.</param>
    /// <param name="catalogue">Has the prices of callers who may not set them; null if all set prices themselves.</param>
    public ApiBench(CallerReader? callers = null, ICatalogue? catalogue = null)
    {
        var store = new InMemoryOrderStore();
        _orders = OrdersBench.Function(store, _publisher, callers, catalogue);
        var reader = new AggregateReader(_minutes, new RollupReader(_minutes, _minutes, 4), 4, _time);
        var waiter = new ChangeWaiter(_minutes, _time);
        _live = new LiveFunction(reader, _time, _ => { });
        _aggregates = new AggregatesFunction(new AggregatesHandler(reader, waiter, _time), _time)
        {
            Explain = new ExplainHandler(new ExplainReader(reader, store, store), waiter, _time),
            Metrics = new MetricsHandler(new RollingTotals(reader), _time),
            More = SharedRoutes.Of(
                new InMemorySharedStore<Goal>(new GoalItem()), new InMemorySharedStore<Mark>(new MarkItem()),
                new InMemorySharedStore<Alert>(new AlertItem()), _minutes, new WebhookRules(allowsPrivate: false), _time),
        };
    }

    /// <summary>Sends a request to the function that its path belongs to.</summary>
    public async Task<APIGatewayHttpApiV2ProxyResponse> SendAsync(APIGatewayHttpApiV2ProxyRequest request)
    {
        if (request.RawPath == "/aggregates/live")
        {
            return await StreamedAnswer.OfAsync(_live, request, _time.GetUtcNow());
        }

        if (!request.RawPath.StartsWith("/orders", StringComparison.Ordinal))
        {
            return await _aggregates.HandleAsync(request, new StubContext());
        }

        var answer = await _orders.HandleAsync(request, new StubContext());
        await CountAsync(_publisher.Published.Skip(_counted));
        _counted = _publisher.Published.Count;
        return answer;
    }

    /// <summary>A request as API Gateway hands it over.</summary>
    /// <param name="method">The method.</param>
    /// <param name="route">The path of the route, as <c>/orders/{orderId}</c>.</param>
    /// <param name="path">The path parameters.</param>
    /// <param name="query">The raw query string.</param>
    /// <param name="headers">The headers.</param>
    /// <param name="body">The body.</param>
    public static APIGatewayHttpApiV2ProxyRequest Request(
        string method, string route, IReadOnlyDictionary<string, string> path, string query, IReadOnlyDictionary<string, string> headers,
        string body) => new()
        {
            RouteKey = $"{method} {route}",
            RawPath = path.Aggregate(route, (text, one) => text.Replace($"{{{one.Key}}}", one.Value, StringComparison.Ordinal)),
            RawQueryString = query,
            QueryStringParameters = query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
                .GroupBy(pair => pair[0], pair => WebUtility.UrlDecode(pair.ElementAtOrDefault(1) ?? ""))
                .ToDictionary(one => one.Key, one => string.Join(',', one)),
            PathParameters = path.ToDictionary(),
            Headers = headers.ToDictionary(),
            Body = body,
        };

    /// <summary>Counts changes of orders that the orders table does not have.</summary>
    public async Task CountAsync(IEnumerable<OrderChange> orderChanges)
    {
        var committer = new Committer(_minutes, new CommitOptions(), _time, new Random(1));
        var changes = ChangeTable.Of([.. orderChanges]);
        var (first, moved) = DocumentBatch.Sort(changes, Enumerable.Range(0, changes.Count));
        foreach (var document in first.Concat(moved))
        {
            await committer.CommitAsync(document, ChangeSource.Kinesis, new CommitResult(), default);
        }
    }
}
