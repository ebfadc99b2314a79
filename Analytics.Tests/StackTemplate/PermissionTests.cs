using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Runtime;
using Analytics.Core.Alerts;
using Analytics.Core.Changes;
using Analytics.Core.Goals;
using Analytics.Functions;
using Analytics.Functions.Aggregates;
using Analytics.Functions.Alerts;
using Analytics.Functions.Comparison;
using Analytics.Functions.Counting;
using Analytics.Functions.Drift;
using Analytics.Functions.Live;
using Analytics.Functions.Orders;
using Analytics.Storage;
using Analytics.Tests.Cli;
using Analytics.Tests.Documentation;
using Analytics.Tests.Functions.Alerts;
using Analytics.Tests.Functions.Counting;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Fuzz;
using Analytics.Tests.Operations.Comparison;
using Analytics.Tests.Storage;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.StackTemplate;

/// <summary>Holds the policies of the functions to the calls that the functions make.</summary>
[Trait(TestKind.Name, TestKind.Process)]
public sealed class PermissionTests(DynamoDbFixture dynamoDb) : IClassFixture<DynamoDbFixture>
{
    // Each with the reason why no narrower one will do.
    private static readonly string[] Stars =
    [
        "dynamodb:Query OrdersTable index/*", // Lists of orders use every index of the table.
    ];

    [Fact]
    public async Task The_orders_function_may_do_what_it_does()
    {
        var calls = await CallsAsync(async (client, shop) =>
        {
            var function = new OrdersFunction(
                new OrdersHandler(
                    new DynamoOrderStore(client, shop.OrdersTable, shop.Impatient), new NoOrderEventPublisher(), 4, () => Some.Id(1),
                    new Random(1), shop.Impatient, registry: new DimensionRegistry(client, shop.AggregatesTable)),
                new OrderMetrics(new NoMetrics(), shop.Time), shop.Time);
            const string order = """
                {"customerId":"c-1","currency":"USD","lines":[{"sku":"tea","quantity":2,"unitPrice":3.50}],"channel":"web"}
                """;
            var keyed = new Dictionary<string, string> { ["content-type"] = "application/json", ["idempotency-key"] = "one" };
            var key = new Dictionary<string, string> { ["orderId"] = Some.Id(1).ToString() };
            await SendAsync(200, "POST", "/orders", body: order, headers: keyed);
            await SendAsync(200, "POST", "/orders", body: order, headers: keyed);
            await SendAsync(200, "GET", "/orders");
            await SendAsync(200, "GET", "/orders", "customerId=c-1");
            await SendAsync(200, "GET", "/orders/{orderId}");
            await SendAsync(200, "PUT", "/orders/{orderId}/lines", body: """{"lines":[{"sku":"tea","quantity":1,"unitPrice":3.50}]}""");
            await SendAsync(200, "POST", "/orders/{orderId}/refunds", body: """{"amount":1}""");
            await SendAsync(200, "POST", "/orders/{orderId}/cancel");

            async Task SendAsync(
                int status, string method, string route, string query = "", string body = "", Dictionary<string, string>? headers = null)
            {
                var request = ApiBench.Request(
                    method, route, route.Contains('{', StringComparison.Ordinal) ? key : [], query,
                    headers ?? new() { ["content-type"] = "application/json" }, body);
                var answer = await function.HandleAsync(request, new StubContext());
                Assert.True(answer.StatusCode == status, $"{method} {route}: {answer.StatusCode} {answer.Body}");
                if (Id(answer) is { } id)
                {
                    key["orderId"] = id;
                }
            }
        });

        AllGranted("OrdersFunction", calls);
    }

    [Fact]
    public async Task The_analytics_function_may_do_what_it_does()
    {
        var calls = await CallsAsync(async (client, shop) =>
        {
            var counter = new BatchCounter(
                new Committer(new DynamoMinuteStore(client, shop.AggregatesTable), new CommitOptions(), shop.Impatient, new Random(1)),
                new DynamoQuarantine(client, shop.AggregatesTable, new Random(1)), 4, shop.Impatient);
            var late = Some.Order(1, "09:00");
            SourceRecord[] records =
            [
                .. Records.Of([Some.Placed(late), Some.Cancelled(late), Some.Placed(Some.Order(2, "12:59"))]),
                Records.Poison(ChangeSource.Kinesis, 4),
            ];
            var outcome = await counter.CountAsync(records, _ => { }, default);
            Assert.Equal((null, 1), (outcome.FirstFailure, outcome.Quarantined));
            var again = await counter.CountAsync(records, _ => { }, default);
            Assert.Equal((null, 0), (again.FirstFailure, again.Quarantined));
        });

        AllGranted("AnalyticsFunction", calls);
    }

    [Fact]
    public async Task The_aggregates_function_may_do_what_it_does()
    {
        var calls = await CallsAsync(async (client, shop) =>
        {
            var order = Some.Order(1, "00:10");
            await shop.StoreAsync(order);
            await shop.CountAsync(Some.Placed(order), Some.Placed(Some.Order(2, "00:11")));
            var store = new DynamoMinuteStore(client, shop.AggregatesTable);
            var rollups = new RollupReader(new DynamoRollupStore(client, shop.AggregatesTable, new Random(1)), store, 4);
            var (reader, waiter) = (new AggregateReader(store, rollups, 4, shop.Time), new ChangeWaiter(store, shop.Time));
            var function = new AggregatesFunction(new AggregatesHandler(reader, waiter, shop.Time), shop.Time)
            {
                Explain = new ExplainHandler(
                    new ExplainReader(
                        reader, new DynamoOrderStore(client, shop.OrdersTable, shop.Time), new UnindexedOrders(client, shop.OrdersTable)),
                    waiter, shop.Time),
                Metrics = new MetricsHandler(new RollingTotals(reader), shop.Time),
                More = SharedRoutes.Of(
                    new DynamoSharedStore<Goal>(client, shop.AggregatesTable, new GoalItem(), new Random(1)),
                    new DynamoSharedStore<Mark>(client, shop.AggregatesTable, new MarkItem(), new Random(2)),
                    new DynamoSharedStore<Alert>(client, shop.AggregatesTable, new AlertItem(), new Random(3)), store,
                    new WebhookRules(allowsPrivate: false), shop.Time),
            };
            foreach (var (method, body, status) in new[]
            {
                ("PUT", """{"measure":"orders","target":200,"period":"day"}""", 201), ("GET", "", 200), ("DELETE", "", 204),
            })
            {
                var answer = await function.HandleAsync(
                    ApiBench.Request(
                        method, "/goals/{id}", new Dictionary<string, string> { ["id"] = "a" }, "",
                        new Dictionary<string, string> { ["content-type"] = "application/json" }, body),
                    new StubContext());
                Assert.Equal(status, answer.StatusCode);
            }

            foreach (var (route, query) in new[]
            {
                ("/aggregates/totals", "window=5m"), ("/aggregates/totals", "window=13h"), ("/aggregates/totals", "window=13h"),
                ("/aggregates/items", "window=13h"), ("/aggregates/series", "window=1d&step=1h"), ("/aggregates/summary", "window=1d"),
                ("/aggregates/metrics", ""),
                // One of the two counted orders is not in the table, so the table is scanned for it.
                ("/aggregates/explain", "from=2026-11-23T00:00Z&to=2026-11-23T01:00Z"),
            })
            {
                var answer = await function.HandleAsync(ApiBench.Request("GET", route, new Dictionary<string, string>(), query,
                    new Dictionary<string, string>(), ""), new StubContext());
                Assert.True(answer.StatusCode == 200, $"{route}?{query}: {answer.StatusCode} {answer.Body}");
            }
        });

        AllGranted("AggregatesFunction", calls);
    }

    [Fact]
    public async Task The_alerts_function_may_do_what_it_does()
    {
        var calls = await CallsAsync(async (client, shop) =>
        {
            await shop.CountAsync(Some.Placed(Some.Order(1, "00:10")));
            var store = new DynamoMinuteStore(client, shop.AggregatesTable);
            var rollups = new RollupReader(new DynamoRollupStore(client, shop.AggregatesTable, new Random(1)), store, 4);
            var alerts = new DynamoSharedStore<Alert>(client, shop.AggregatesTable, new AlertItem(), new Random(1));
            var reader = new AlertReader(new AggregateReader(store, rollups, 4, shop.Time));
            var evaluator = new AlertEvaluator(alerts, reader, new RecordingSender(), shop.Time);
            await alerts.TryPutAsync(
                "a", new Alert("A", new AlertRule.ItemAbove(null, 0, 1440), Some.At("12:00")), null, default);
            await new AlertsFunction(evaluator, new NoMetrics(), shop.Time).HandleAsync(Stream.Null, new StubContext());
            Assert.True((await alerts.FindAsync("a", default))!.Value!.State.IsRinging);
        });

        AllGranted("AlertsFunction", calls);
    }

    [Fact]
    public async Task The_drift_function_may_do_what_it_does()
    {
        var calls = await CallsAsync(async (client, shop) =>
        {
            foreach (var order in new[] { Some.Order(1, "12:20"), Some.Order(2, "00:10") })
            {
                await shop.StoreAsync(order);
                await shop.CountAsync(Some.Placed(order));
            }

            var minutes = new DynamoMinuteStore(client, shop.AggregatesTable);
            var checker = new DriftChecker(
                new AggregateComparer(
                    new OrderTableReader(null, new OrderIndex(client, shop.OrdersTable, shop.Impatient), shop.Impatient), minutes,
                    new DynamoRollupStore(client, shop.AggregatesTable, new Random(1)), shop.Impatient),
                minutes, new Random(1), shop.Impatient);
            await new DriftFunction(checker, new NoMetrics(), "reconcile", shop.Time).HandleAsync(Stream.Null, new StubContext());
        });

        Assert.Equal(
            Permissions.Of(OwnTemplate.Whole, "DriftFunction").Order(StringComparer.Ordinal), calls.Order(StringComparer.Ordinal));
        AllGranted("DriftFunction", calls);
    }

    [Fact]
    public async Task The_live_function_may_do_what_it_does()
    {
        var calls = await CallsAsync(async (client, shop) =>
        {
            await shop.CountAsync(Some.Placed(Some.Order(1, "00:10")));
            var store = new DynamoMinuteStore(client, shop.AggregatesTable);
            var rollups = new RollupReader(new DynamoRollupStore(client, shop.AggregatesTable, new Random(1)), store, 4);
            foreach (var query in new[] { "", "channel=web" })
            {
                var answer = await StreamedAnswer.OfAsync(
                    new LiveFunction(new AggregateReader(store, rollups, 4, shop.Time), shop.Time, _ => { }),
                    ApiBench.Request(
                        "GET", "/aggregates/live", new Dictionary<string, string>(), query, new Dictionary<string, string>(), ""),
                    shop.Time.GetUtcNow());
                Assert.Contains("\ndata: {", answer.Body, StringComparison.Ordinal);
            }
        });

        AllGranted("LiveFunction", calls);
    }

    // Its role lets it write its log, as that of each function does.
    [Theory]
    [InlineData("Handler: page\n",
        "Handler: page\n      Policies: [{Statement: [{Action: dynamodb:GetItem, Resource: !GetAtt OrdersTable.Arn}]}]\n")]
    public void The_page_function_may_do_nothing(string part, string broken) =>
        OwnTemplate.Keeps(template => Permissions.Of(template, "PageFunction"), part, broken);

    [Theory]
    [InlineData("OrdersFunction", "kinesis:PutRecord OrderStream")]
    [InlineData("AnalyticsFunction", "kinesis:DescribeStream OrderStream")]
    [InlineData("AnalyticsFunction", "kinesis:DescribeStreamSummary OrderStream")]
    [InlineData("AnalyticsFunction", "kinesis:GetRecords OrderStream")]
    [InlineData("AnalyticsFunction", "kinesis:GetShardIterator OrderStream")]
    [InlineData("AnalyticsFunction", "kinesis:ListShards OrderStream")]
    public void What_other_services_need_is_granted(string function, string needed) =>
        Assert.Contains(needed, Permissions.Of(OwnTemplate.Whole, function));

    [Theory]
    [InlineData("Action: dynamodb:BatchGetItem", "Action: \"dynamodb:*\"")]
    [InlineData("Resource: !Sub \"${OrdersTable.Arn}/index/byMinute\"", "Resource: \"*\"")]
    public void Nothing_is_granted_with_a_star_beyond_the_list(string part, string broken) => OwnTemplate.Keeps(
        template => template.OfType("AWS::Serverless::Function").SelectMany(function => Permissions.Of(template, function.Name))
            .Where(permission => permission.Contains('*', StringComparison.Ordinal) && !Stars.Contains(permission)), part, broken);

    // Each permission that is used is granted, and none of them could be left out.
    private static void AllGranted(string function, IReadOnlyList<string> calls)
    {
        var granted = Permissions.Of(OwnTemplate.Whole, function).ToList();
        Assert.NotEmpty(calls);
        Assert.All(calls, call => Assert.True(Permissions.Grants(granted, call), $"{function} is not granted {call}."));
        Assert.All(calls, call => Assert.False(
            Permissions.Grants(granted.Where(one => !Permissions.Grants([one], call)), call), $"{call} would not be missed."));
    }

    private async Task<IReadOnlyList<string>> CallsAsync(Func<AmazonDynamoDBClient, ShopTables, Task> use)
    {
        var shop = await ShopTables.NewAsync(dynamoDb);
        using var calls = DynamoDbCalls.Of(dynamoDb.Endpoint);
        using var client = new AmazonDynamoDBClient(
            new BasicAWSCredentials("a", "b"),
            new AmazonDynamoDBConfig { ServiceURL = dynamoDb.Endpoint, AuthenticationRegion = "us-east-1" });
        await use(client, shop);
        return
        [
            .. calls.Actions(shop.OrdersTable).Select(action => At(action, "OrdersTable")),
            .. calls.Actions(shop.AggregatesTable).Select(action => At(action, "AggregatesTable")),
        ];

        static string At(string action, string table) =>
            action.Split(' ', 2) is [var name, var index] ? $"{name} {table} {index}" : $"{action} {table}";
    }

    private static string? Id(APIGatewayHttpApiV2ProxyResponse answer)
    {
        if (answer.Body is not { Length: > 0 } body || !body.StartsWith('{'))
        {
            return null;
        }

        using var json = JsonDocument.Parse(body);
        return json.RootElement.TryGetProperty("orderId", out var id) ? id.GetString() : null;
    }
}
