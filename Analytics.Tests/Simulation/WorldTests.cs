using Analytics.Simulation.Running;
using Xunit;

namespace Analytics.Tests.Simulation;

public class WorldTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Time_jumps_to_the_next_timer_and_timers_of_one_moment_keep_their_order()
    {
        var world = new World(new RandomStreams(1), Noon);
        var events = new List<string>();

        world.Run(world.Services, async () =>
        {
            Note(TimeSpan.FromDays(2), "c");
            Note(TimeSpan.FromSeconds(5), "a");
            Note(TimeSpan.FromSeconds(5), "b");
            await Task.Delay(TimeSpan.FromDays(3), world.Services.Time);
        });

        Assert.Equal(["a 12:00:05", "b 12:00:05", "c 12:00:00"], events);
        Assert.Equal(Noon.AddDays(3), world.Now);

        void Note(TimeSpan after, string name) =>
            world.Clock.After(world.Services, after, () => events.Add($"{name} {world.Now:HH:mm:ss}"));
    }

    [Fact]
    public void Chance_decides_who_goes_on_and_a_seed_decides_chance()
    {
        Assert.Equal(Order(7), Order(7));
        Assert.True(Enumerable.Range(0, 50).Select(Order).Distinct().Count() > 10);

        static string Order(int seed)
        {
            var world = new World(new RandomStreams(seed), Noon);
            var order = "";
            world.Run(world.Services, () => Task.WhenAll("abcd".Select(async name =>
            {
                await Task.Yield();
                order += name;
                await Task.Yield();
                order += name;
            })));
            return order;
        }
    }

    [Fact]
    public void A_dead_process_does_nothing_more_and_a_paused_one_goes_on_later()
    {
        var world = new World(new RandomStreams(1), Noon);
        var dead = world.NewProcess("dead", TimeSpan.Zero);
        var paused = world.NewProcess("paused", TimeSpan.FromSeconds(3));
        var events = new List<string>();

        world.Run(world.Services, async () =>
        {
            dead.Start(() => _ = TickAsync(dead));
            paused.Start(() => _ = TickAsync(paused));
            await Task.Delay(TimeSpan.FromMilliseconds(1_500), world.Services.Time);
            dead.Kill();
            paused.Pause(TimeSpan.FromMinutes(1));
            await Task.Delay(TimeSpan.FromMinutes(2), world.Services.Time);
        });

        Assert.Equal(["dead 12:00:01", "paused 12:00:04", "paused 12:01:04", "paused 12:01:05"], events.Order());

        async Task TickAsync(SimulatedProcess process)
        {
            for (var tick = 0; tick < 3; tick++)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), process.Time);
                events.Add($"{process.Name} {process.Time.GetUtcNow():HH:mm:ss}");
            }
        }
    }

    [Fact]
    public void Work_that_leaves_the_world_is_noticed()
    {
        var world = new World(new RandomStreams(1), Noon);

        var escape = Assert.Throws<WorldException>(() => world.Run(world.Services, async () =>
        {
            // The thread comes back before the work goes on, so that no slow machine can let the world run on without it.
            var inside = SynchronizationContext.Current!;
            var outside = new Thread(() => inside.Post(_ => { }, null));
            outside.Start();
            outside.Join();
            await Task.Delay(TimeSpan.FromSeconds(1), world.Services.Time);
        }));

        Assert.Contains("left the world's thread", escape.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Work_that_can_never_go_on_is_noticed()
    {
        var world = new World(new RandomStreams(1), Noon);

        var stuck = Assert.Throws<WorldException>(() => world.Run(world.Services, () => new TaskCompletionSource().Task));

        Assert.Contains("Nothing can go on", stuck.Message, StringComparison.Ordinal);
    }
}
