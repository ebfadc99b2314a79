using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Benchmarks.Workloads;
using Analytics.Core.Changes;
using Analytics.Core.Documents;
using Analytics.Core.Wire;
using Analytics.Functions.Comparison;
using Analytics.Functions.Counting;
using Analytics.Functions.Drift;
using Analytics.Functions.Metrics;
using Analytics.Functions.Orders;
using Analytics.Simulation.Steady;
using Analytics.Storage;

namespace Analytics.Benchmarks.Cost;

/// <summary>Measures units.json: counting in simulated time, sizes of a sample of orders, a check for drift in the emulator.</summary>
internal sealed class CostMeasurement(TextWriter progress)
{
    private const int MinOrders = 3_000;
    private const string MetricNamespace = "OrderAnalytics/order-analytics";

    private static readonly TimeSpan MaxLength = TimeSpan.FromHours(5);

    /// <summary>Measures, and takes over what is only assumed.</summary>
    public async Task<CostUnits> RunAsync(CostUnits before) => before with
    {
        Order = await OrderAsync(),
        Drift = await DriftAsync(),
        Counting = [.. from rate in before.Counting.Select(one => one.Rate).Distinct()
                       from hasStream in (IEnumerable<bool>)[true, false]
                       from window in (IEnumerable<int>)[0, 2]
                       select Counting(rate, hasStream, window)],
    };

    private CountingUnits Counting(double rate, bool hasStream, int window)
    {
        var seconds = Math.Min(Math.Max(60, MinOrders / rate), MaxLength.TotalSeconds);
        var result = SteadyShop.Run(new SteadyShopOptions
        {
            Rate = rate,
            Window = TimeSpan.FromSeconds(window),
            Length = TimeSpan.FromSeconds(seconds),
            HasOrderStream = hasStream,
        });
        progress.WriteLine($"{rate} orders a second, order stream {hasStream}, window {window} s: {(result.IsExact ? "exact" : "wrong")}");
        double orders = result.Orders;
        return new CountingUnits
        {
            Rate = rate,
            HasOrderStream = hasStream,
            Window = window,
            WriteUnits = Rounded(result.WriteUnits / orders),
            ReadUnits = Rounded(result.ReadUnits / orders),
            Invocations = Rounded(result.Invocations / orders),
            MetricLines = Rounded(result.MetricLines / orders),
            MetricBytes = Math.Round(result.MetricBytes / orders),
            MedianMilliseconds = Math.Round(result.LatencyP50.TotalMilliseconds),
            SlowMilliseconds = Math.Round(result.LatencyP99.TotalMilliseconds),
        };
    }

    private static async Task<OrderUnits> OrderAsync()
    {
        var orders = SampleShop.Changes(2_000, 10_000).Where(change => change.Before is null).Select(change => change.After!).ToList();
        var items = orders.Select(order => OrderItem.Write(new StoredOrder(order, new string('h', 43)))).ToList();
        var lines = new List<string>();
        await new OrderMetrics(new EmbeddedMetricSink(lines.Add, MetricNamespace), TimeProvider.System).CountAsync(
            new APIGatewayHttpApiV2ProxyResponse { StatusCode = 200, Headers = new Dictionary<string, string>() }, _ => { });
        string[] keys = [OrderItem.Key, OrderItem.PlacedIn, OrderItem.PlacedAt];
        string[] customer = [OrderItem.Key, OrderItem.CustomerId, OrderItem.PlacedAt];
        return new OrderUnits
        {
            ItemBytes = Math.Round(items.Average(item => Size(item))),
            IndexBytes = Math.Round(items.Average(item => Size(item, keys) + Size(item, customer))),
            PlacementWriteUnits = Rounded(items.Average(item => Math.Ceiling(Size(item) / 1_024.0)) + 2),
            ChangeWriteUnits = Rounded(items.Average(item => Math.Ceiling(Size(item) / 1_024.0))),
            EventBytes = Math.Round(orders.Average(order => ChangeEvent.Write(OrderChange.Published(null, order)).Length)),
            MetricBytes = lines.Sum(line => line.Length),
        };
    }

    private static async Task<DriftUnits> DriftAsync()
    {
        await using var dynamoDb = await BenchmarkDynamoDb.StartAsync();
        var (aggregates, orders) = (await dynamoDb.NewTableAsync(), await NewOrdersTableAsync(dynamoDb.Client));
        var clock = new SetClock { Now = SampleShop.Start.AddMinutes(36) };
        var minutes = new DynamoMinuteStore(dynamoDb.Client, aggregates);
        var checker = new DriftChecker(
            new AggregateComparer(
                new OrderTableReader(null, new OrderIndex(dynamoDb.Client, orders, clock), clock), minutes,
                new DynamoRollupStore(dynamoDb.Client, aggregates, new Random(1)), clock),
            minutes, new Random(1), clock);
        var changes = SampleShop.Changes(1_000, 10_000, TimeSpan.FromMinutes(15)).Where(change => change.Before is null
            && change.After!.PlacedAt >= SampleShop.Start).DistinctBy(change => change.OrderId).ToArray();

        // An order of another day, so that there is a quarter-hour at random.
        await CountAsync(
            minutes, clock, [OrderChange.Published(null, changes[0].After! with { PlacedAt = SampleShop.Start.AddDays(-1) })]);
        dynamoDb.Client.Take();
        await CheckAsync(checker);
        var empty = dynamoDb.Client.Take().Reads;
        foreach (var change in changes)
        {
            await dynamoDb.Client.PutItemAsync(orders, OrderItem.Write(new StoredOrder(change.After!, "hash")));
        }

        await CountAsync(minutes, clock, changes);
        dynamoDb.Client.Take();
        await CheckAsync(checker);
        return new DriftUnits
        {
            ReadUnitsOfACheck = Rounded(empty),
            ReadUnitsOfAnOrder = Rounded((dynamoDb.Client.Take().Reads - empty) / changes.Length),
        };
    }

    private static async Task CheckAsync(DriftChecker checker)
    {
        foreach (var range in await checker.ChooseAsync(default))
        {
            var result = await checker.CompareAsync(range, _ => { }, default);
            if (result.Differences is [var first, ..])
            {
                throw new InvalidOperationException($"The aggregates should be right: {first}");
            }
        }
    }

    private static async Task CountAsync(DynamoMinuteStore minutes, SetClock clock, OrderChange[] changes)
    {
        var committer = new Committer(minutes, new CommitOptions(), clock, new Random(1));
        var table = ChangeTable.Of(changes);
        foreach (var document in DocumentBatch.Sort(table, Enumerable.Range(0, table.Count)).First)
        {
            await committer.CommitAsync(document, ChangeSource.Kinesis, new CommitResult(), default);
        }
    }

    private static async Task<string> NewOrdersTableAsync(MeteredClient client)
    {
        const string name = "orders";
        await client.CreateTableAsync(new CreateTableRequest
        {
            TableName = name,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            KeySchema = [new KeySchemaElement(OrderItem.Key, KeyType.HASH)],
            AttributeDefinitions =
            [
                new AttributeDefinition(OrderItem.Key, ScalarAttributeType.S),
                new AttributeDefinition(OrderItem.PlacedIn, ScalarAttributeType.S),
                new AttributeDefinition(OrderItem.PlacedAt, ScalarAttributeType.S),
            ],
            GlobalSecondaryIndexes =
            [
                new GlobalSecondaryIndex
                {
                    IndexName = OrderIndex.Name,
                    KeySchema = [new KeySchemaElement(OrderItem.PlacedIn, KeyType.HASH),
                        new KeySchemaElement(OrderItem.PlacedAt, KeyType.RANGE)],
                    Projection = new Projection { ProjectionType = ProjectionType.KEYS_ONLY },
                },
            ],
        });
        return name;
    }

    // Amazon DynamoDB Developer Guide, "DynamoDB item sizes and formats".
    private static double Size(Dictionary<string, AttributeValue> item, params string[] only) =>
        item.Where(attribute => only.Length == 0 || only.Contains(attribute.Key))
            .Sum(attribute => attribute.Key.Length + Size(attribute.Value));

    private static double Size(AttributeValue value) => value switch
    {
        { S: { } text } => System.Text.Encoding.UTF8.GetByteCount(text),
        { N: { } number } => (number.Length + 1) / 2 + 1,
        { B: { } bytes } => bytes.Length,
        { L: { } list } => 3 + list.Sum(one => 1 + Size(one)),
        { M: { } map } => 3 + map.Sum(one => 1 + one.Key.Length + Size(one.Value)),
        { SS: { } texts } => texts.Sum(text => text.Length),
        _ => 1,
    };

    private static double Rounded(double value) => Math.Round(value, 3);
}
