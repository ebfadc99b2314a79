using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Analytics.Simulation.DynamoDb;
using Analytics.Simulation.Injection;
using Analytics.Simulation.Running;

namespace Analytics.Tests.Simulation;

/// <summary>A simulated table for tests that know no world: each call is a world of its own, which runs until the call is done.</summary>
internal sealed class PumpedDynamoDb : AmazonDynamoDBClient
{
    public const string Orders = "orders";
    public const string Aggregates = "aggregates";

    private readonly SimulatedTable[] _tables;
    private readonly Faults _faults;

    private int _calls = 1;
    private DateTimeOffset _now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public PumpedDynamoDb()
        : this(Faults.None.With(Fault.SmallPages), new SimulatedTable(Orders, "orderId", null), new SimulatedTable(Aggregates, "pk", "sk"))
    {
    }

    public PumpedDynamoDb(Faults faults, params SimulatedTable[] tables)
        : base(new BasicAWSCredentials("simulated", "simulated"), new AmazonDynamoDBConfig { ServiceURL = "http://simulated.invalid" })
    {
        _faults = faults;
        _tables = tables;
    }

    public override Task<GetItemResponse> GetItemAsync(GetItemRequest request, CancellationToken cancellationToken = default) =>
        Pump(table => table.GetItemAsync(request, cancellationToken));

    public override Task<PutItemResponse> PutItemAsync(PutItemRequest request, CancellationToken cancellationToken = default) =>
        Pump(table => table.PutItemAsync(request, cancellationToken));

    public override Task<UpdateItemResponse> UpdateItemAsync(UpdateItemRequest request, CancellationToken cancellationToken = default) =>
        Pump(table => table.UpdateItemAsync(request, cancellationToken));

    public override Task<DeleteItemResponse> DeleteItemAsync(DeleteItemRequest request, CancellationToken cancellationToken = default) =>
        Pump(table => table.DeleteItemAsync(request, cancellationToken));

    public override Task<QueryResponse> QueryAsync(QueryRequest request, CancellationToken cancellationToken = default) =>
        Pump(table => table.QueryAsync(request, cancellationToken));

    public override Task<ScanResponse> ScanAsync(ScanRequest request, CancellationToken cancellationToken = default) =>
        Pump(table => table.ScanAsync(request, cancellationToken));

    public override Task<BatchGetItemResponse> BatchGetItemAsync(
        BatchGetItemRequest request, CancellationToken cancellationToken = default) =>
        Pump(table => table.BatchGetItemAsync(request, cancellationToken));

    public override Task<TransactWriteItemsResponse> TransactWriteItemsAsync(
        TransactWriteItemsRequest request, CancellationToken cancellationToken = default) =>
        Pump(table => table.TransactWriteItemsAsync(request, cancellationToken));

    private Task<T> Pump<T>(Func<SimulatedDynamoDb, Task<T>> call)
    {
        var random = new RandomStreams(_calls++);
        var injection = new FaultInjection(_faults, random);
        var world = new World(random, _now);
        using var table = new SimulatedDynamoDb(world, new Network(world, injection), injection, GuardRemoval.None, _tables);
        Task<T>? result = null;
        try
        {
            world.Run(world.Services, () => result = call(table));
        }
        catch (AmazonServiceException refusal)
        {
            return Task.FromException<T>(refusal);
        }
        finally
        {
            _now = world.Now;
        }

        return result!;
    }
}
