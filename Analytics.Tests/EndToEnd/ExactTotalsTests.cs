using Analytics.Cli.Demo;
using Analytics.Local.Emulators;
using Xunit;

namespace Analytics.Tests.EndToEnd;

[Collection(WholeSystem.Name)]
public class ExactTotalsTests
{
    [Fact]
    public async Task Totals_are_exact_once_both_roads_have_brought_everything()
    {
        await using var stack = await StackFixture.StartAsync();

        var expected = await Traffic.RunAsync(stack.Api, seed: 1);

        await Eventually.EqualAsync(expected, () => Traffic.TotalsAsync(stack.Api), () => stack.Log.Tail());
        await Eventually.TrueAsync(
            // The fast road may leave some to the sure one, which may not.
            () => stack.Log.FastRoad > 0 && stack.Log.SureRoad >= Traffic.Changes,
            () => $"Records by the fast road: {stack.Log.FastRoad}, by the sure road: {stack.Log.SureRoad}\n{stack.Log.Tail()}");
        Assert.Equal(expected, await Traffic.TotalsAsync(stack.Api));
    }

    [Fact]
    public async Task Totals_are_exact_when_both_roads_deliver_everything_twice_at_once()
    {
        await using var stack = await StackFixture.StartAsync(deliverTwice: true);

        var expected = await Traffic.RunAsync(stack.Api, seed: 4);

        await Eventually.EqualAsync(expected, () => Traffic.TotalsAsync(stack.Api), () => stack.Log.Tail());
        await Eventually.TrueAsync(
            () => stack.Log.FastRoad > 0 && stack.Log.SureRoad >= 2 * Traffic.Changes,
            () => $"Records by the fast road: {stack.Log.FastRoad}, by the sure road: {stack.Log.SureRoad}\n{stack.Log.Tail()}");
        Assert.Equal(expected, await Traffic.TotalsAsync(stack.Api));
    }

    [Fact]
    public async Task Orders_are_accepted_and_totals_exact_when_Kinesis_dies_on_the_way_and_comes_back_empty()
    {
        await using var stack = await StackFixture.StartAsync();

        var expected = await Traffic.RunAsync(
            stack.Api, seed: 2, beforeOrder: number => number == 80 ? stack.KillKinesisAsync() : Task.CompletedTask);

        await ExactBySureRoadAsync(stack, expected);
    }

    [Fact]
    public async Task Orders_are_accepted_and_totals_exact_when_Kinesis_goes_for_good()
    {
        var kinesis = await Emulator.StartAsync(
            await KinesisEmulator.FindAsync(StackFixture.NodeModules(), TimeProvider.System),
            port: 0, new RoadLog(), TimeProvider.System, CancellationToken.None);
        await using var stack = await StackFixture.StartAsync(kinesis: kinesis.Endpoint);

        var expected = await Traffic.RunAsync(
            stack.Api, seed: 3, beforeOrder: async number =>
            {
                if (number == 80)
                {
                    await kinesis.DisposeAsync();
                }
            });

        await ExactBySureRoadAsync(stack, expected);
    }

    private static async Task ExactBySureRoadAsync(StackFixture stack, ShopTotals expected)
    {
        await Eventually.EqualAsync(expected, () => Traffic.TotalsAsync(stack.Api), () => stack.Log.Tail());
        await Eventually.TrueAsync(
            () => stack.Log.SureRoad >= Traffic.Changes,
            () => $"Records by the sure road: {stack.Log.SureRoad}\n{stack.Log.Tail()}");
        Assert.Equal(expected, await Traffic.TotalsAsync(stack.Api));
    }
}
