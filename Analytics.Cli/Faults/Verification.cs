using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Analytics.Cli.Demo;
using Analytics.Cli.Reconcile;
using Analytics.Cli.Tables;
using Analytics.Core.Orders;
using Analytics.Storage;

namespace Analytics.Cli.Faults;

/// <summary>Compares the responses that customers received with the orders table, the API and the result of <c>reconcile</c>.</summary>
/// <param name="books">The customers' requests and responses.</param>
/// <param name="stack">The stack, running and at rest.</param>
/// <param name="dataDirectory">The stack's data directory.</param>
/// <param name="api">The stack's API.</param>
/// <param name="since">A time not later than the first order.</param>
/// <param name="time">The clock.</param>
internal sealed class Verification(
    ExpectedOrders books, StackProcess stack, string dataDirectory, ShopApi api, DateTimeOffset since, TimeProvider time)
{
    private const int Segments = 4;

    /// <summary>Runs all comparisons.</summary>
    /// <exception cref="FaultsException">A service did not respond.</exception>
    public async Task<Findings> RunAsync(CancellationToken cancellationToken)
    {
        var (lost, others) = await CompareTableAsync(cancellationToken);
        var differences = books.Contradictions.Concat(others).Concat(await CompareApiAsync(cancellationToken)).ToList();

        using var said = new StringWriter();
        var reconciled = await ReconcileSession.RunAsync(
            new ReconcileOptions(new TableNames(dataDirectory)), said, TextWriter.Null, time, CancellationToken.None);
        var lines = said.ToString().Trim().Split('\n');
        return reconciled switch
        {
            0 => new Findings(lost, differences, lines[^1]),
            1 => new Findings(lost, [.. differences, .. lines[..^1].Select(line => $"reconcile: {line}")], lines[^1]),
            _ => throw new FaultsException($"reconcile could not tell: {said}"),
        };
    }

    private async Task<(IReadOnlyList<string> Lost, IReadOnlyList<string> Others)> CompareTableAsync(CancellationToken cancellationToken)
    {
        using var dynamoDb = new AmazonDynamoDBClient(
            new BasicAWSCredentials("local", "local"),
            new AmazonDynamoDBConfig { ServiceURL = stack.Endpoints.DynamoDb.ToString(), AuthenticationRegion = stack.Endpoints.Region });
        var scan = new OrderScan(dynamoDb, stack.Endpoints.Tables["OrdersTable"], Segments);
        var stored = new Dictionary<OrderId, Order>();
        for (var segment = 0; segment < scan.Segments; segment++)
        {
            await foreach (var items in scan.ReadSegmentAsync(segment, cancellationToken))
            {
                foreach (var order in items.Select(item => OrderItem.Read(item).Stored!.Order))
                {
                    // API responses contain neither the lane of an order nor its change ids.
                    stored.Add(order.Id, order with { Lane = 0, ChangeIds = [] });
                }
            }
        }

        return (
            [.. books.Entries.Where(entry => !stored.ContainsKey(entry.Key)).Select(entry => $"{entry.Value.Answered}")],
            [
                .. books.Entries.Where(entry => stored.TryGetValue(entry.Key, out var order) && order != entry.Value.Answered)
                    .Select(entry => $"stored is {stored[entry.Key]}, answered was {entry.Value.Answered}"),
                .. stored.Keys.Where(id => !books.Entries.ContainsKey(id))
                    .Select(id => $"order {id} is stored, but no request for it was answered"),
            ]);
    }

    private async Task<IEnumerable<string>> CompareApiAsync(CancellationToken cancellationToken)
    {
        // Whole minutes, with a margin on both sides. This stack has no other orders.
        var range = $"from={Minute(since.AddMinutes(-1))}&to={Minute(time.GetUtcNow().AddMinutes(2))}";
        var totals = Answer(await api.GetAsync<WindowTotals>($"/aggregates/totals?{range}", cancellationToken)).Totals;
        var items = Answer(await api.GetAsync<ItemList>($"/aggregates/items?{range}&top=1000", cancellationToken)).Items
            .Where(item => item.Orders != 0 || item.Units != 0 || item.Revenue.Values.Any(sum => sum != 0))
            .Select(item => Expectation.Item(item.Sku, item.Orders, item.Units, item.Revenue))
            .ToList();
        var (expected, expectedItems) = (Expectation.Totals(books.Entries.Values), Expectation.Items(books.Entries.Values).ToList());
        return
        [
            .. totals == expected ? []
                : new[] { $"the API reports {TotalsLine.Of(totals, null)}, the orders add up to {TotalsLine.Of(expected, null)}" },
            .. items.Except(expectedItems).Select(item => $"the API reports item {item}, the orders do not"),
            .. expectedItems.Except(items).Select(item => $"the orders have item {item}, the API does not report it"),
        ];
    }

    private static T Answer<T>(ApiAnswer<T> answer) => answer is ApiAnswer<T>.Ok(var value)
        ? value
        : throw new FaultsException($"The API did not answer in the end: {answer}");

    private static string Minute(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);

    private sealed record ItemList(IReadOnlyList<Item> Items);

    private sealed record Item(string Sku, long Orders, long Units, IReadOnlyDictionary<string, decimal> Revenue);
}

/// <summary>The result of a verification.</summary>
/// <param name="Lost">Orders with a 200 response that are missing from the table.</param>
/// <param name="Differences">All other differences from what the API answered to customers.</param>
/// <param name="Reconciled">The last line of <c>reconcile</c>.</param>
internal sealed record Findings(IReadOnlyList<string> Lost, IReadOnlyList<string> Differences, string Reconciled)
{
    public bool Exact => Lost.Count == 0 && Differences.Count == 0;
}
