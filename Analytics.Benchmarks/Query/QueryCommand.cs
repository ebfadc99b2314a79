using System.CommandLine;

namespace Analytics.Benchmarks.Query;

/// <summary>Reads the arguments of <c>query</c>.</summary>
internal static class QueryCommand
{
    public static Command Create()
    {
        var rates = new Option<double[]>("--rates") { Description = "Orders a second.", AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [0.1, 1, 10] };
        var skus = new Option<int[]>("--skus") { Description = "How many items the shop has.", AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [1_000, 10_000] };
        var windows = new Option<string[]>("--windows") { Description = "The windows that are asked for.",
            AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => ["5m", "1h", "5h"] };
        var hours = new Option<double>("--hours") { Description = "How long the shop has been open.", DefaultValueFactory = _ => 6 };
        var rounds = new Option<int>("--rounds") { Description = "How often each question is asked.", DefaultValueFactory = _ => 9 };
        var batch = new Option<double>("--batch-seconds") { Description = "Seconds of traffic that are counted at once.",
            DefaultValueFactory = _ => 5 };
        var channels = new Option<bool>("--channels") { Description = "Orders have one of four channels." };
        var command = new Command(
            "query",
            "What does an answer of the aggregates endpoint cost in time and read units, by what is asked and by how much was sold?")
        {
            rates, skus, windows, hours, rounds, batch, channels,
        };
        command.SetAction(parsed => new QueryBenchmark(
            new QueryBenchmarkOptions(
                parsed.GetValue(rates) ?? [], parsed.GetValue(skus) ?? [], parsed.GetValue(windows) ?? [], parsed.GetValue(hours),
                parsed.GetValue(rounds), TimeSpan.FromSeconds(parsed.GetValue(batch)), parsed.GetValue(channels)),
            Console.Out).RunAsync());
        return command;
    }
}
