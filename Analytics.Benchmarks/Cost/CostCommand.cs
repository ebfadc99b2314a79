using System.CommandLine;
using System.Text.Json;

namespace Analytics.Benchmarks.Cost;

/// <summary>Reads the arguments of <c>cost</c>.</summary>
internal static class CostCommand
{
    public static Command Create()
    {
        var prices = new Option<FileInfo>("--prices")
        {
            Description = "The file of prices.", HelpName = "FILE", DefaultValueFactory = _ => Own("prices.json"),
        };
        var units = new Option<FileInfo>("--units")
        {
            Description = "The file of measured units.", HelpName = "FILE", DefaultValueFactory = _ => Own("units.json"),
        };
        var measure = new Option<bool>("--measure")
        {
            Description = "Measure the units again, and write them into the file. Takes some minutes.",
        };
        var command = new Command("cost", "What does a month cost, service by service? Prints the tables of docs/cost.md.")
        {
            prices, units, measure,
        };
        command.SetAction(async (parsed, _) => await RunAsync(
            parsed.GetValue(prices)!.FullName, parsed.GetValue(units)!.FullName, parsed.GetValue(measure)));
        return command;
    }

    private static async Task<int> RunAsync(string prices, string units, bool measure)
    {
        try
        {
            if (measure)
            {
                CostFiles.Write(units, await new CostMeasurement(Console.Error).RunAsync(CostFiles.Read<CostUnits>(units)));
            }

            Console.Out.Write(CostReport.Write(CostFiles.Read<CostUnits>(units), CostFiles.Read<Prices>(prices)));
            return 0;
        }
        catch (Exception wrong) when (wrong is JsonException or IOException)
        {
            await Console.Error.WriteLineAsync($"The prices or units cannot be read: {wrong.Message}");
            return 1;
        }
    }

    // The files in the sources, so that what is measured is written where the next run reads it.
    private static FileInfo Own(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "package.json")))
        {
            folder = folder.Parent;
        }

        return new FileInfo(Path.Combine(folder?.FullName ?? "", "Analytics.Benchmarks", "Cost", name));
    }
}
