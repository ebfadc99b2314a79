using Analytics.Cli.Demo;
using Analytics.Local.Emulators;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.EndToEnd;

[Trait(TestKind.Name, TestKind.Process)]
[Collection(WholeSystem.Name)]
public class ExactTotalsTests
{
    [Fact]
    public async Task Totals_are_exact_once_both_sources_have_brought_everything()
    {
        await using var stack = await StackFixture.StartAsync();

        var expected = await Traffic.RunAsync(stack.Api, seed: 1);

        await Eventually.EqualAsync(expected, () => Traffic.TotalsAsync(stack.Api), () => stack.Log.Tail());
        await Eventually.TrueAsync(
            // Kinesis may leave some to the table stream, which may not.
            () => stack.Log.Kinesis > 0 && stack.Log.TableStream >= Traffic.Changes,
            () => $"Records from Kinesis: {stack.Log.Kinesis}, from the table stream: {stack.Log.TableStream}\n{stack.Log.Tail()}");
        Assert.Equal(expected, await Traffic.TotalsAsync(stack.Api));
    }

    [Fact]
    public async Task Totals_are_exact_when_both_sources_deliver_everything_twice_at_once()
    {
        await using var stack = await StackFixture.StartAsync(deliverTwice: true);

        var expected = await Traffic.RunAsync(stack.Api, seed: 4);

        await Eventually.EqualAsync(expected, () => Traffic.TotalsAsync(stack.Api), () => stack.Log.Tail());
        await Eventually.TrueAsync(
            () => stack.Log.Kinesis > 0 && stack.Log.TableStream >= 2 * Traffic.Changes,
            () => $"Records from Kinesis: {stack.Log.Kinesis}, from the table stream: {stack.Log.TableStream}\n{stack.Log.Tail()}");
        Assert.Equal(expected, await Traffic.TotalsAsync(stack.Api));
    }

    [Fact]
    public async Task Orders_are_accepted_and_totals_exact_when_Kinesis_dies_on_the_way_and_comes_back_empty()
    {
        await using var stack = await StackFixture.StartAsync();

        var expected = await Traffic.RunAsync(
            stack.Api, seed: 2, beforeOrder: number => number == 80 ? stack.KillKinesisAsync() : Task.CompletedTask);

        await ExactByTableStreamAsync(stack, expected);
    }

    [Fact]
    public async Task Orders_are_accepted_and_totals_exact_when_Kinesis_goes_for_good()
    {
        var kinesis = await Emulator.StartAsync(
            await KinesisEmulator.FindAsync(StackFixture.NodeModules(), TimeProvider.System),
            port: 0, new SourceLog(), TimeProvider.System, CancellationToken.None);
        await using var stack = await StackFixture.StartAsync(kinesis: kinesis.Endpoint);

        var expected = await Traffic.RunAsync(
            stack.Api, seed: 3, beforeOrder: async number =>
            {
                if (number == 80)
                {
                    await kinesis.DisposeAsync();
                }
            });

        await ExactByTableStreamAsync(stack, expected);
    }

    private static async Task ExactByTableStreamAsync(StackFixture stack, ShopTotals expected)
    {
        await Eventually.EqualAsync(expected, () => Traffic.TotalsAsync(stack.Api), () => stack.Log.Tail());
        await Eventually.TrueAsync(
            () => stack.Log.TableStream >= Traffic.Changes,
            () => $"Records from the table stream: {stack.Log.TableStream}\n{stack.Log.Tail()}");
        Assert.Equal(expected, await Traffic.TotalsAsync(stack.Api));
    }
}
