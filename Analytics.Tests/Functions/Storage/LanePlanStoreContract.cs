using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Functions.Storage;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Functions.Storage;

/// <summary>What every store of the lane plan keeps to; run on the fake and on the emulator.</summary>
public abstract class LanePlanStoreContract
{
    private protected abstract Task<ILanePlanStore> NewStoreAsync();

    [Fact]
    public async Task A_plan_reads_back_and_is_replaced_over_the_revision_that_was_read_only()
    {
        var store = await NewStoreAsync();
        var first = LanePlan.Always(4);
        var second = first.Then(Minute.Of(Some.At("12:00")), 16);

        Assert.Null(await store.ReadAsync(default));
        Assert.True(await store.TryWriteAsync(first, 0, default));
        Assert.False(await store.TryWriteAsync(second, 0, default));
        Assert.True(await store.TryWriteAsync(second, 1, default));
        Assert.False(await store.TryWriteAsync(first, 1, default));

        var (plan, revision) = (await store.ReadAsync(default))!.Value;
        Assert.Equal(2, revision);
        Assert.Equal(second.Entries, plan.Entries);
        Assert.Null(plan.Proposed);
    }

    [Fact]
    public async Task A_proposal_reads_back()
    {
        var store = await NewStoreAsync();
        var proposal = new LanePlanEntry(Minute.Of(Some.At("12:00")), 16);

        await store.TryWriteAsync(LanePlan.Always(4).Propose(proposal.From, proposal.Lanes), 0, default);

        Assert.Equal(proposal, (await store.ReadAsync(default))!.Value.Plan.Proposed);
    }
}

public class InMemoryLanePlanStoreTests : LanePlanStoreContract
{
    private protected override Task<ILanePlanStore> NewStoreAsync() => Task.FromResult<ILanePlanStore>(new InMemoryLanePlanStore());
}

public class DynamoLanePlanStoreTests(DynamoDbFixture dynamoDb) : LanePlanStoreContract, IClassFixture<DynamoDbFixture>
{
    private protected override async Task<ILanePlanStore> NewStoreAsync() =>
        new DynamoLanePlanStore(dynamoDb.Client, await dynamoDb.NewAggregatesTableAsync());
}
