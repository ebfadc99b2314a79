using Analytics.Cli.Comparison;
using Analytics.Cli.Tables;
using Analytics.Cli.Terminal;
using Analytics.Functions.Comparison;
using Analytics.Operations.Rebuild;

namespace Analytics.Cli.Rebuild;

/// <summary>
/// Runs <c>rebuild</c>: compares, shows the differences, asks, repairs, and compares again after the streams have caught up.
/// </summary>
internal static class RebuildSession
{
    /// <summary>Exit code: everything is right now.</summary>
    public const int Right = 0;

    /// <summary>Exit code: something is still wrong.</summary>
    public const int Left = 1;

    /// <summary>Exit code: the result is unknown.</summary>
    public const int Unknown = 2;

    // Edits by other writers that are in flight during a repair may be counted again after it. The next pass corrects that.
    private const int MaxPasses = 4;

    private static readonly TimeSpan BetweenPasses = TimeSpan.FromSeconds(5);

    /// <param name="request">The options.</param>
    /// <param name="input">Source of the answer to the prompt.</param>
    /// <param name="output">Receives results.</param>
    /// <param name="error">Receives progress and errors.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops between two writes.</param>
    public static async Task<int> RunAsync(
        RebuildRequest request, TextReader input, TextWriter output, TextWriter error, TimeProvider time,
        CancellationToken cancellationToken)
    {
        try
        {
            using var tables = StackTables.Connect(request.Tables, time);
            var progress = new ScanProgress(error, !Console.IsErrorRedirected, time);
            var comparer = new AggregateComparer(tables.Orders, tables.Minutes, tables.Rollups, tables.Time);
            var found = await comparer.RunAsync(request.Range, progress, cancellationToken);
            await ComparisonReport.WriteTextAsync(found, output);
            if (found.Differences.Count == 0)
            {
                return found.Newer.Count > 0 ? Unknown : Right;
            }

            if (!request.DryRun && !request.Yes && !await AgreesAsync(found, input, output, cancellationToken))
            {
                await output.WriteLineAsync("Nothing was written.");
                return Left;
            }

            var rebuilder = new Rebuilder(tables.Orders, tables.Minutes, tables.Rollups, tables.Time, new Random());
            var options = new RebuildOptions(
                !request.DryRun, request.WithOrphans, request.Range is null ? OrdersFrom.Table : OrdersFrom.Index);
            for (var pass = 1; ; pass++)
            {
                var result = await rebuilder.RunAsync(
                    found.WrongDocuments, found.WrongRollups, options, progress, cancellationToken);
                var isLeft = await ReportAsync(result, request.DryRun, output);
                if (isLeft || request.DryRun)
                {
                    return Left;
                }

                progress.Say("Comparing again after the streams have had time to catch up");
                await Task.Delay(BetweenPasses, time, cancellationToken);
                var range = found.Around();
                found = await comparer.RunAsync(range, progress, cancellationToken);
                if (found.Differences.Count == 0)
                {
                    await output.WriteLineAsync("Compared again: no difference.");
                    return found.Newer.Count > 0 ? Unknown : Right;
                }

                await ComparisonReport.WriteTextAsync(found, output);
                if (pass == MaxPasses)
                {
                    await output.WriteLineAsync(
                        "Still different. Edits may be in flight: run it again when the table stream has caught up.");
                    return Left;
                }
            }
        }
        catch (Exception failure) when (StackTables.IsOutside(failure))
        {
            await error.WriteLineAsync(StackTables.Explain(failure, request.Tables));
            return Unknown;
        }
    }

    private static async Task<bool> AgreesAsync(
        ComparisonResult found, TextReader input, TextWriter output, CancellationToken cancellationToken)
    {
        await output.WriteAsync($"Repair {Documents(found.WrongDocuments.Count)}? [y/N] ");
        return (await input.ReadLineAsync(cancellationToken))?.Trim() is "y" or "Y" or "yes";
    }

    /// <summary>Reports the result of a repair.</summary>
    /// <returns>Whether any document was left unrepaired.</returns>
    private static async Task<bool> ReportAsync(RebuildResult result, bool dryRun, TextWriter output)
    {
        var rollups = result.Rollups == 0 ? "" : $", {ComparisonReport.Count(result.Rollups, "rollup", "rollups")} to be summed anew";
        await output.WriteLineAsync($"{(dryRun ? "Would repair" : "Repaired")}: {Documents(result.Repaired.Count)}{rollups}.");
        foreach (var document in result.Orphaned.OrderBy(document => document.Minute))
        {
            await output.WriteLineAsync(
                $"Left alone: {document}, which counted orders that are no longer in the table (see --as-the-table-stands in "
                    + $"docs/operations.md).");
        }

        foreach (var document in result.Contended.OrderBy(document => document.Minute))
        {
            await output.WriteLineAsync($"Left alone: {document}, which others wrote to at every try. Run it again.");
        }

        return result.Orphaned.Count + result.Contended.Count > 0;
    }

    private static string Documents(int count) => ComparisonReport.Count(count, "minute document", "minute documents");
}
