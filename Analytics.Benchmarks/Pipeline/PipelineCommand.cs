using System.CommandLine;

namespace Analytics.Benchmarks.Pipeline;

/// <summary>Reads the arguments of <c>pipeline</c>.</summary>
internal static class PipelineCommand
{
    public static Command Create()
    {
        var orders = new Option<int>("--orders") { Description = "How many changes.", DefaultValueFactory = _ => 200_000 };
        var skus = new Option<int>("--skus") { Description = "How many items the shop has.", DefaultValueFactory = _ => 10_000 };
        var batch = new Option<int>("--batch") { Description = "How many records an invocation has.", DefaultValueFactory = _ => 1_000 };
        var rounds = new Option<int>("--rounds") { Description = "How many passes each way makes.", DefaultValueFactory = _ => 7 };
        var only = new Option<string[]>("--only") { Description = "Parts of the names of the ways that take part.",
            AllowMultipleArgumentsPerToken = true };
        var command = new Command(
            "pipeline", "What does an order cost on its way from the invocation's bytes to the tallies, here and done otherwise?")
        {
            orders, skus, batch, rounds, only,
        };
        command.SetAction(parsed => PipelineBenchmark.Run(
            new PipelineOptions(
                parsed.GetValue(orders), parsed.GetValue(skus), parsed.GetValue(batch), parsed.GetValue(rounds), parsed.GetValue(only)
                    ?? []),
            Console.Out));
        return command;
    }
}
