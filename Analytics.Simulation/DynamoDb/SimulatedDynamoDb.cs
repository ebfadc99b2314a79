using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Analytics.Simulation.DynamoDb.Expressions;
using Analytics.Simulation.DynamoDb.Values;
using Analytics.Simulation.Injection;
using Analytics.Simulation.Running;

namespace Analytics.Simulation.DynamoDb;

/// <summary>DynamoDB in memory with exactly its documented guarantees. Unsupported features throw.</summary>
internal sealed partial class SimulatedDynamoDb : AmazonDynamoDBClient
{
    private readonly World _world;
    private readonly Network _network;
    private readonly FaultInjection _injection;
    private readonly Tampering _tampering;
    private readonly Random _random;
    private readonly Dictionary<string, SimulatedTable> _tables;
    private readonly HashSet<string> _transactions = new(StringComparer.Ordinal);
    private readonly HashSet<ItemKey> _inTransactions = [];

    public SimulatedDynamoDb(World world, Network network, FaultInjection injection, GuardRemoval removal, params SimulatedTable[] tables)
        : base(new BasicAWSCredentials("simulated", "simulated"), new AmazonDynamoDBConfig { ServiceURL = "http://simulated.invalid" })
    {
        _world = world;
        _network = network;
        _injection = injection;
        _tampering = new Tampering(removal, world.RandomStreams.Source("guard removal"));
        _random = world.RandomStreams.Source("table");
        _tables = tables.ToDictionary(table => table.Name);
        foreach (var table in tables)
        {
            table.IndexLag = IndexLag;
        }
    }

    /// <summary>Removes guards from the tables.</summary>
    public Tampering Tampering => _tampering;

    public override Task<GetItemResponse> GetItemAsync(GetItemRequest request, CancellationToken cancellationToken = default)
    {
        var table = Table(request.TableName);
        var key = table.KeyFrom(request.Key);
        var isConsistent = request.ConsistentRead == true && _tampering.IsConsistent(key.Partition);
        var projection = Names(request.ProjectionExpression, request.ExpressionAttributeNames);
        return CallAsync(
            "get", key,
            () =>
            {
                var item = Read(table.Find(key), isConsistent);
                table.Meter?.Read(item, isConsistent);
                return ValueTask.FromResult(new GetItemResponse { Item = item is null ? null : Out(item, projection) });
            },
            cancellationToken);
    }

    public override Task<PutItemResponse> PutItemAsync(PutItemRequest request, CancellationToken cancellationToken = default)
    {
        ReturnedAttributes.AssertOld(request.ReturnValues);
        var write = TableWrite.Put(Table(request.TableName), new Put
        {
            Item = request.Item,
            ConditionExpression = request.ConditionExpression,
            ExpressionAttributeNames = request.ExpressionAttributeNames,
            ExpressionAttributeValues = request.ExpressionAttributeValues,
            ReturnValuesOnConditionCheckFailure = request.ReturnValuesOnConditionCheckFailure,
        });
        return WriteAsync(
            "put", write,
            (before, _) => new PutItemResponse { Attributes = ReturnedAttributes.OfOld(request.ReturnValues, before) },
            cancellationToken);
    }

    public override Task<DeleteItemResponse> DeleteItemAsync(DeleteItemRequest request, CancellationToken cancellationToken = default)
    {
        ReturnedAttributes.AssertOld(request.ReturnValues);
        var write = TableWrite.Delete(Table(request.TableName), new Delete
        {
            Key = request.Key,
            ConditionExpression = request.ConditionExpression,
            ExpressionAttributeNames = request.ExpressionAttributeNames,
            ExpressionAttributeValues = request.ExpressionAttributeValues,
            ReturnValuesOnConditionCheckFailure = request.ReturnValuesOnConditionCheckFailure,
        });
        return WriteAsync(
            "delete", write,
            (before, _) => new DeleteItemResponse { Attributes = ReturnedAttributes.OfOld(request.ReturnValues, before) },
            cancellationToken);
    }

    public override Task<UpdateItemResponse> UpdateItemAsync(UpdateItemRequest request, CancellationToken cancellationToken = default)
    {
        var write = Update(request);
        return WriteAsync(
            "update", write,
            (before, after) => new UpdateItemResponse
            {
                Attributes = ReturnedAttributes.Of(request.ReturnValues, before, after, write.Changed),
            },
            cancellationToken);
    }

    private Task<TResponse> WriteAsync<TResponse>(
        string what, TableWrite write,
        Func<Dictionary<string, AttributeValue>?, Dictionary<string, AttributeValue>?, TResponse> answer,
        CancellationToken cancellationToken) => CallAsync(
            what, write.Key,
            () =>
            {
                AssertNoConflict(write);
                if (!write.Holds() && !IsUnchecked(write))
                {
                    write.Table.Meter?.ConditionFailed(write.Current);
                    throw Refusals.Condition(write.ReturnsItem && write.Current is { } current ? Out(current, null) : null);
                }

                var (before, after) = (write.Current, _tampering.Outcome(write, write.Outcome()));
                write.Table.Meter?.Written(before, after);
                Apply(write, after);
                return ValueTask.FromResult(answer(_tampering.Before(write, before), after));
            },
            cancellationToken);

    private void Apply(TableWrite write, Dictionary<string, AttributeValue>? item)
    {
        _world.Digest.Add(write.Key.Sort);
        if (_tampering.IsAny && _tampering.IsDropped(write.Key, write.Current is not null))
        {
            return;
        }

        if (_tampering.Delay(write) is { } delay)
        {
            _world.Clock.After(
                _world.Services, delay, () => write.Table.Replace(write.Key, _tampering.Outcome(write, write.Outcome()), _world.Now));
            return;
        }

        write.Table.Replace(write.Key, item, _world.Now);
    }

    private Task<TResponse> CallAsync<TResponse>(
        string what, ItemKey key, Func<ValueTask<TResponse>> serve, CancellationToken cancellationToken) => _network.CallAsync(
            _world.IsTold ? $"{what} {key.Partition} {key.Sort}" : what,
            () => _injection.Strikes(Fault.Throttled) ? throw Refusals.Throttled() : serve(),
            cancellationToken);

    /// <summary>May reject a write to an item that transactions write to, as if a transaction were in progress on it.</summary>
    private void AssertNoConflict(TableWrite write)
    {
        if (_inTransactions.Contains(write.Key) && _injection.Strikes(Fault.TransactionCancelled))
        {
            throw Refusals.InTransaction();
        }
    }

    private TableWrite Update(UpdateItemRequest request) => TableWrite.Update(Table(request.TableName), new Update
    {
        Key = request.Key,
        UpdateExpression = _tampering.Update(request.UpdateExpression),
        ConditionExpression = request.ConditionExpression,
        ExpressionAttributeNames = request.ExpressionAttributeNames,
        ExpressionAttributeValues = request.ExpressionAttributeValues,
        ReturnValuesOnConditionCheckFailure = request.ReturnValuesOnConditionCheckFailure,
    });

    /// <summary>The current item, or for an eventually consistent read possibly a slightly older state.</summary>
    private Dictionary<string, AttributeValue>? Read(TableSlot? slot, bool isConsistent) =>
        isConsistent || slot is null ? slot?.Current : slot.At(MomentToRead());

    /// <summary>The moment that an eventually consistent read shows.</summary>
    private DateTimeOffset MomentToRead() =>
        _world.Now - (_injection.Strikes(Fault.StaleRead) ? SimulatedTable.Staleness * _random.NextDouble() : TimeSpan.Zero);

    /// <summary>Delay until an index shows a write; usually zero.</summary>
    private TimeSpan IndexLag() => _injection.Strikes(Fault.IndexLag)
        ? _random.Span(TimeSpan.FromMilliseconds(1), SimulatedIndex.MaxWriteLag)
        : TimeSpan.Zero;

    private Dictionary<string, AttributeValue> Out(Dictionary<string, AttributeValue> item, IReadOnlyList<string>? names)
    {
        var copy = names is null ? Items.Copy(item) : Items.Copy(item, names);
        return _tampering.IsAny ? _tampering.Read(copy) : copy;
    }

    private bool IsUnchecked(TableWrite write) => _tampering.IsUnchecked(write.Table.Name, write.Key);

    private SimulatedTable Table(string name) => _tables.TryGetValue(name, out var table)
        ? table
        : throw new NotSupportedException($"There is no table {name} in the simulation.");

    private static List<string>? Names(string? projection, Dictionary<string, string>? names) =>
        ExpressionCache.Projection(projection)?.Select(new Scope(null, names, null).NameOf).ToList();
}
