using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using Analytics.Cli.Reconcile;
using Analytics.Cli.Tables;
using Analytics.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Analytics.Tests.EndToEnd;

/// <summary>
/// A program edits the orders table at random through an AWS client while orders come in: for 15 seconds, or as many as the environment
/// variable <c>RandomEdits_Seconds</c> says, from the seed <c>RandomEdits_Seed</c>.
/// </summary>
[Trait(TestKind.Name, TestKind.Process)]
[Collection(WholeSystem.Name)]
public sealed class RandomEditsTests(ITestOutputHelper output) : IDisposable
{
    private static readonly int Seconds = Setting("RandomEdits_Seconds", 15);
    private static readonly int Seed = Setting("RandomEdits_Seed", Random.Shared.Next(1_000_000));

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("analytics data ");
    private readonly Dictionary<string, Dictionary<string, AttributeValue>> _backups = [];
    private readonly List<(string Id, string Key, string Body)> _orders = [];
    private readonly Random _random = new(Seed);
    private int _edits;

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task Every_total_item_and_series_equals_a_scan_after_random_edits()
    {
        output.WriteLine($"RandomEdits_Seed={Seed}");
        await using var stack = await StackFixture.StartAsync(_data.FullName);
        using var other = new OtherWriter(stack);
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(Seconds));
        var customers = CustomersAsync(stack, new Random(Seed + 1), end.Token);
        while (!end.IsCancellationRequested)
        {
            await EditAsync(stack, other);
            await Task.Delay(20);
        }

        await customers;
        await Eventually.EqualAsync("", () => Answers.DifferencesAsync(stack, other), () => stack.Log.Tail(20));
        output.WriteLine($"{_edits} edits among {_orders.Count} orders");

        using var said = new StringWriter();
        var code = await ReconcileSession.RunAsync(
            new ReconcileOptions(new TableNames(_data.FullName)), said, TextWriter.Null, TimeProvider.System, default);
        Assert.True(code == ReconcileSession.Agreed, said.ToString());
    }

    private async Task CustomersAsync(StackFixture stack, Random random, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var (key, sku) = (Guid.NewGuid().ToString(), random.Next(6));
            var body = string.Create(CultureInfo.InvariantCulture, $$"""
                {"customerId":"c","currency":"{{(random.Next(2) == 0 ? "USD" : "EUR")}}","lines":[{"sku":"sku-{{sku}}","quantity":{{random.Next(1, 9)}},"unitPrice":{{random.Next(1, 99)}}},
                 {"sku":"sku-{{sku + 1}}","quantity":1,"unitPrice":2.5}]}
                """);
            using var placed = await Traffic.PostAsync(stack.Api, body, key);
            if (placed.IsSuccessStatusCode)
            {
                var order = await placed.Content.ReadFromJsonAsync<JsonNode>(CancellationToken.None);
                lock (_orders)
                {
                    _orders.Add(((string)order!["orderId"]!, key, body));
                }
            }

            await Task.Delay(25, CancellationToken.None);
        }
    }

    private async Task EditAsync(StackFixture stack, OtherWriter other)
    {
        (string Id, string Key, string Body) order;
        lock (_orders)
        {
            if (_orders.Count == 0)
            {
                return;
            }

            order = _orders[_random.Next(Math.Max(0, _orders.Count - 300), _orders.Count)];
        }

        _edits++;
        var id = order.Id;
        if (await other.ReadAsync(id) is not { } item)
        {
            await (_backups.TryGetValue(id, out var backup) && _random.Next(2) == 0 ? other.PutAsync(backup) : PlaceAgainAsync());
            return;
        }

        switch (_random.Next(20))
        {
            case 0:
                await other.SetQuantityAsync(id, _random.Next(1, 20));
                break;
            case 1:
                await other.SetAsync(id, "status", new AttributeValue(_random.Next(2) == 0 ? "CANCELLED" : "PLACED"));
                break;
            case 2:
                await other.SetAsync(id, "placedAt", Time(-_random.Next(0, 300)));
                break;
            case 3:
                await other.SetAsync(id, "currency", new AttributeValue(_random.Next(2) == 0 ? "GBP" : "USD"));
                break;
            case 4:
                await other.SetAsync(id, "lane", new AttributeValue { N = _random.Next(0, 8).ToString(CultureInfo.InvariantCulture) });
                break;
            case 5:
                await other.SetAsync(
                    id, "version", new AttributeValue { N = _random.Next(-3, 10_001).ToString(CultureInfo.InvariantCulture) });
                break;
            case 6:
                await PutWithoutAsync("changeIds");
                break;
            case 7:
                await other.SetAsync(id, "changeIds", new AttributeValue { L = [], IsLSet = true });
                break;
            case 8:
                await other.DeleteAsync(id);
                await other.PutAsync(item);
                break;
            case 9:
                _backups[id] = item;
                await other.DeleteAsync(id);
                break;
            case 10:
                await other.DeleteAsync(id);
                await PlaceAgainAsync();
                break;
            case 11:
                _backups[id] = item;
                await other.SetQuantityAsync(id, -5);
                break;
            case 12 when _backups.TryGetValue(id, out var backup):
                await other.PutAsync(backup);
                break;
            case 13:
                await other.PutAsync(
                    new(item) { ["orderId"] = new(_random.Next(4) == 0 ? id.ToUpperInvariant() : Guid.NewGuid().ToString()) });
                break;
            case 14:
                await PutWithoutAsync("lane", "placedIn", "digest");
                break;
            case 15:
                await stack.Api.PostAsync($"/orders/{id}/cancel", null);
                break;
            case 16:
                await other.SetAsync(id, "status", new AttributeValue("SHIPPED"));
                break;
            case 17:
                await other.SetAsync(id, "updatedAt", Time(-_random.Next(0, 3_000)));
                break;
            case 18:
                await other.SetAsync(id, "note", new AttributeValue("touched"));
                break;
            default:
                _backups[id] = item;
                break;
        }

        Task PlaceAgainAsync() => Traffic.PostAsync(stack.Api, order.Body, order.Key);

        Task PutWithoutAsync(params string[] names) =>
            other.PutAsync(item.Where(attribute => !names.Contains(attribute.Key)).ToDictionary());
    }

    private static AttributeValue Time(int minutesFromNow) =>
        new(DateTime.UtcNow.AddMinutes(minutesFromNow).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
