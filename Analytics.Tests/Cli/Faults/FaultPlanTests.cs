using Analytics.Cli.Faults;
using CsCheck;
using Xunit;

namespace Analytics.Tests.Cli.Faults;

public class FaultPlanTests
{
    [Fact]
    public void Fifty_kills_bring_some_of_everything_else() => Assert.Equal(
        [
            (FaultKind.AnalyticsKilled, 50), (FaultKind.OrdersKilled, 5), (FaultKind.KinesisKilled, 3), (FaultKind.DynamoDbKilled, 5),
            (FaultKind.HostStopped, 2), (FaultKind.HostKilled, 1),
        ],
        FaultPlan.Draw(new Random(1), 5_000, 50).CountBy(fault => fault.Kind).Select(count => (count.Key, count.Value))
            .OrderBy(count => count.Key));

    [Fact]
    public void Without_a_kill_everything_else_still_happens_once() => Assert.Equal(
        [FaultKind.OrdersKilled, FaultKind.KinesisKilled, FaultKind.DynamoDbKilled, FaultKind.HostStopped, FaultKind.HostKilled],
        FaultPlan.Draw(new Random(1), 5_000, 0).Select(fault => fault.Kind).Order());

    [Fact]
    public void Every_fault_is_due_before_the_last_order_in_order_and_the_same_for_the_same_seed() =>
        Gen.Select(Gen.Int[0, 1_000], Gen.Int[1, 10_000], Gen.Int[0, 200]).Sample((seed, orders, kills) =>
        {
            var plan = FaultPlan.Draw(new Random(seed), orders, kills);
            Assert.All(plan, fault => Assert.InRange(fault.AfterOrder, 0, orders - 1));
            Assert.Equal(plan.Select(fault => fault.AfterOrder).Order(), plan.Select(fault => fault.AfterOrder));
            Assert.Equal(plan, FaultPlan.Draw(new Random(seed), orders, kills));
        });
}
