using System.CommandLine;

namespace Analytics.Benchmarks.ColdStart;

/// <summary>Reads the arguments of <c>coldstart</c>.</summary>
internal static class ColdStartCommand
{
    public static Command Create()
    {
        var starts = new Option<int>("--starts") { Description = "How often each function is started in each packaging.",
            DefaultValueFactory = _ => 11 };
        var orders =
            new Option<int>("--orders") { Description = "How many changes each process counts.", DefaultValueFactory = _ => 200_000 };
        var batch = new Option<int>("--batch") { Description = "How many records an invocation has.", DefaultValueFactory = _ => 1_000 };
        var processes = new Option<int>("--rounds") { Description = "How many processes of each packaging count the changes.",
            DefaultValueFactory = _ => 3 };
        var reuse = new Option<bool>("--reuse") { Description = "Measure what an earlier run has published." };
        var only = new Option<string[]>("--only") { Description = "Parts of the names of the packagings that take part.",
            AllowMultipleArgumentsPerToken = true };
        var command = new Command(
            "coldstart",
            "How long does a function take until its first answer, how much memory, and what does a change cost from then on, however it "
            + "is published?")
        {
            starts, orders, batch, processes, reuse, only,
        };
        command.SetAction(parsed => ColdStartBenchmark.RunAsync(
            new ColdStartOptions(
                parsed.GetValue(starts), parsed.GetValue(orders), parsed.GetValue(batch), parsed.GetValue(processes),
                parsed.GetValue(reuse),
                parsed.GetValue(only) ?? []),
            Console.Out));
        return command;
    }
}
