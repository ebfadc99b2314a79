using System.CommandLine;

namespace Analytics.Benchmarks.Commit;

/// <summary>Reads the arguments of <c>commit</c>.</summary>
internal static class CommitCommand
{
    public static Command Create()
    {
        var rates = new Option<double[]>("--rates") { Description = "Orders a second.", AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [1, 10, 100, 1_000] };
        var windows = new Option<double[]>("--windows") { Description = "Batching windows in seconds.",
            AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [1, 5] };
        var seconds = new Option<int>("--seconds") { Description = "How long each rate is kept up, in the time of the orders.",
            DefaultValueFactory = _ => 300 };
        var changes = new Option<int>("--changes") { Description = "How many changes at the most.", DefaultValueFactory = _ => 120_000 };
        var skus = new Option<int>("--skus") { Description = "How many items the shop has.", DefaultValueFactory = _ => 10_000 };
        var command = new Command(
            "commit", "What do the aggregates of an order cost in DynamoDB, here and done otherwise, by how many orders come?")
        {
            rates, windows, seconds, changes, skus,
        };
        command.SetAction(parsed => new CommitBenchmark(
            new CommitBenchmarkOptions(
                parsed.GetValue(rates) ?? [], parsed.GetValue(windows)
                    ?? [], parsed.GetValue(seconds), parsed.GetValue(changes), parsed.GetValue(skus)),
            Console.Out).RunAsync());
        return command;
    }
}
