using System.CommandLine;

namespace Analytics.Benchmarks.Document;

/// <summary>Reads the arguments of <c>document</c>.</summary>
internal static class DocumentCommand
{
    public static Command Create()
    {
        var sizes = new Option<int[]>("--kilobytes") { Description = "The sizes of the documents.", AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [1, 8, 32, 100, 400] };
        var skus = new Option<int>("--skus") { Description = "How many items the shop has.", DefaultValueFactory = _ => 10_000 };
        var rounds = new Option<int>("--rounds") { Description = "How often each operation is timed.", DefaultValueFactory = _ => 9 };
        var command = new Command(
            "document", "What do encode, decode, merge and the look-up of a change id cost by the size of a minute document?") { sizes,
            skus, rounds };
        command.SetAction(parsed => DocumentBenchmark.Run(
            new DocumentOptions(parsed.GetValue(sizes) ?? [], parsed.GetValue(skus), parsed.GetValue(rounds)), Console.Out));
        return command;
    }
}
