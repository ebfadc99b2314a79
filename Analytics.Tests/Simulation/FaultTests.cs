using Analytics.Simulation;
using Analytics.Simulation.Injection;
using Analytics.Simulation.Shop;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Simulation;

[Trait(TestKind.Name, TestKind.Simulation)]
public class FaultTests
{
    private const int SeedsOn = 40;
    private const int SeedsOff = 3;
    private const int ChangesOff = 150;

    private static readonly Lazy<Soak> Everything = new(() =>
    {
        var soak = new Soak(seed => Scenario.Of(seed, faults: Faults.All));
        soak.Run(first: 1, SeedsOn, _ => { }, CancellationToken.None);
        return soak;
    });

    public static TheoryData<string> Names => [.. Enum.GetNames<Fault>()];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_fault_strikes_where_it_is_on(string name) => Assert.True(Everything.Value[Enum.Parse<Fault>(name)] > 0);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_fault_never_strikes_where_it_is_off(string name)
    {
        var fault = Enum.Parse<Fault>(name);
        foreach (var seed in Enumerable.Range(1, SeedsOff))
        {
            var result = Analytics.Simulation.ScenarioRunner.Run(Scenario.Of(seed, ChangesOff, Faults.All.Without(fault)));

            Assert.Equal(0, result.Struck[fault]);
            Assert.Null(result.Failure);
        }
    }

    [Fact]
    public void Where_all_are_off_nothing_strikes_at_all()
    {
        var result = Analytics.Simulation.ScenarioRunner.Run(Scenario.Of(1, faults: Faults.None));

        Assert.All(result.Struck, struck => Assert.Equal(0, struck.Value));
        Assert.Null(result.Failure);
    }
}
