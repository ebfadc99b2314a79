using System.CommandLine;

namespace Analytics.Benchmarks.EndToEnd;

/// <summary>Reads the arguments of <c>end-to-end</c>.</summary>
internal static class EndToEndCommand
{
    public static Command Create()
    {
        var rates = new Option<double[]>("--rates") { Description = "Orders a second.", AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [1, 20, 100] };
        var seconds = new Option<int>("--seconds") { Description = "How long each rate is kept up.", DefaultValueFactory = _ => 60 };
        var stepFrom = new Option<double>("--step-from") { Description = "Where the search for the highest rate begins; 0 for none.",
            DefaultValueFactory = _ => 40 };
        var stepSeconds =
            new Option<int>("--step-seconds") { Description = "How long each step of it is kept up.", DefaultValueFactory = _ => 20 };
        var command = new Command(
            "end-to-end",
            "How long from an order's acceptance until it is in the aggregates, on the local stack? (./run --help sets up what it needs.)")
        {
            rates, seconds, stepFrom, stepSeconds,
        };
        command.SetAction(parsed => new EndToEndBenchmark(
            new EndToEndOptions(
                parsed.GetValue(rates)
                    ?? [], TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(stepFrom),
                    TimeSpan.FromSeconds(parsed.GetValue(stepSeconds))),
            Console.Out).RunAsync());
        return command;
    }
}
