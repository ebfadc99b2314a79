using System.CommandLine;

namespace Analytics.Benchmarks.Window;

/// <summary>Reads the arguments of <c>window</c>.</summary>
internal static class WindowCommand
{
    public static Command Create()
    {
        var rates = new Option<double[]>("--rates")
        {
            Description = "Orders per second.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1, 10, 100, 1_000],
        };
        var shards = new Option<int[]>("--shards")
        {
            Description = "Shards of the table stream.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1, 4],
        };
        var windows = new Option<int[]>("--windows")
        {
            Description = "Batching windows of the table stream in seconds.", AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [0, 1, 2],
        };
        var seconds = new Option<int>("--seconds")
        {
            Description =
                "How long orders arrive, in simulated time; longer where that is less than 6,000 orders.", DefaultValueFactory = _ => 60,
        };
        var seed = new Option<int>("--seed") { Description = "Decides everything that is drawn.", DefaultValueFactory = _ => 1 };
        var dimensions = new Option<bool>("--dimensions") { Description = "Orders have one of four channels and of five countries." };
        var command = new Command(
            "window", "How does the batching window of the table stream trade latency against cost? In simulated time, without faults.")
        {
            rates, shards, windows, seconds, seed, dimensions,
        };
        command.SetAction(parsed => new WindowBenchmark(
            new WindowBenchmarkOptions(
                parsed.GetValue(rates) ?? [], parsed.GetValue(shards) ?? [], parsed.GetValue(windows)
                    ?? [], parsed.GetValue(seconds), parsed.GetValue(seed), parsed.GetValue(dimensions)),
            Console.Out).Run());
        return command;
    }
}
