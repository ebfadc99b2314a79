using Analytics.Operations.Quarantine;
using Analytics.Storage;
using Analytics.Tests.Storage;

namespace Analytics.Tests.Simulation;

/// <summary>What holds of the stores on the emulator holds on the simulated table, so the one cannot drift from the other.</summary>
public sealed class SimulatedMinuteStoreTests : MinuteStoreContract, IDisposable
{
    private readonly PumpedDynamoDb _dynamoDb = new();

    public void Dispose() => _dynamoDb.Dispose();

    private protected override Task<IMinuteStore> NewStoreAsync() =>
        Task.FromResult<IMinuteStore>(new DynamoMinuteStore(_dynamoDb, PumpedDynamoDb.Aggregates));
}

/// <inheritdoc cref="SimulatedMinuteStoreTests"/>
public sealed class SimulatedRollupStoreTests : RollupStoreContract, IDisposable
{
    private readonly PumpedDynamoDb _dynamoDb = new();

    public void Dispose() => _dynamoDb.Dispose();

    private protected override Task<(IMinuteStore Minutes, IRollupStore Rollups)> NewStoresAsync() =>
        Task.FromResult<(IMinuteStore, IRollupStore)>((
            new DynamoMinuteStore(_dynamoDb, PumpedDynamoDb.Aggregates),
            new DynamoRollupStore(_dynamoDb, PumpedDynamoDb.Aggregates, new Random(1))));
}

/// <inheritdoc cref="SimulatedMinuteStoreTests"/>
public sealed class SimulatedOrderStoreTests : OrderStoreContract, IDisposable
{
    private readonly PumpedDynamoDb _dynamoDb = new();

    public void Dispose() => _dynamoDb.Dispose();

    private protected override Task<IOrderStore> NewStoreAsync() =>
        Task.FromResult<IOrderStore>(new DynamoOrderStore(_dynamoDb, PumpedDynamoDb.Orders, TimeProvider.System));
}

/// <inheritdoc cref="SimulatedMinuteStoreTests"/>
public sealed class SimulatedQuarantineTests : QuarantineContract, IDisposable
{
    private readonly PumpedDynamoDb _dynamoDb = new();

    public void Dispose() => _dynamoDb.Dispose();

    private protected override Task<(IQuarantine Quarantine, IQuarantineAdmin Admin)> NewAsync() =>
        Task.FromResult<(IQuarantine, IQuarantineAdmin)>((
            new DynamoQuarantine(_dynamoDb, PumpedDynamoDb.Aggregates, new Random(1)),
            new DynamoQuarantineAdmin(_dynamoDb, PumpedDynamoDb.Aggregates)));
}
