using Analytics.Cli.Comparison;
using Analytics.Cli.Tables;
using Analytics.Cli.Terminal;
using Analytics.Core.Windows;

namespace Analytics.Cli.Rebuild;

/// <summary>Runs <c>rebuild</c>: compares, shows, asks, puts right.</summary>
internal static class RebuildSession
{
    /// <summary>Everything is right now.</summary>
    public const int Right = 0;

    /// <summary>Something is still wrong.</summary>
    public const int Left = 1;

    /// <summary>It could not be told.</summary>
    public const int Unknown = 2;

    // What differs in the last minutes is under way as a rule, and whoever counts them would be in the way.
    private static readonly TimeSpan LeftToTheRoads = TimeSpan.FromMinutes(5);

    /// <summary>The minutes that a rebuild may look after.</summary>
    public static MinuteRange Settled(DateTimeOffset now) =>
        new(Comparer.Everything(now).From, Minute.Of(now - LeftToTheRoads));

    /// <param name="request">What is asked for.</param>
    /// <param name="input">Where the answer to the question comes from.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where progress goes.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it between two writes.</param>
    public static async Task<int> RunAsync(
        RebuildRequest request, TextReader input, TextWriter output, TextWriter error, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            using var tables = StackTables.Connect(request.Tables, time);
            var progress = new ScanProgress(error, !Console.IsErrorRedirected, time);
            var comparer = new Comparer(tables.Orders, tables.Minutes, tables.Rollups, tables.Lanes, time);
            var found = await comparer.RunAsync(request.Range, progress, cancellationToken);
            await ComparisonReport.WriteTextAsync(found, output);
            if (found.Differences.Count == 0)
            {
                return found.Unreadable.Count > 0 ? Unknown : Right;
            }

            if (!request.DryRun && !request.Yes && !await AgreesAsync(found, input, output, cancellationToken))
            {
                await output.WriteLineAsync("Nothing was written.");
                return Left;
            }

            await tables.RequireLanePlanAsync(cancellationToken);
            var rebuilder = new Rebuilder(tables.Orders, tables.Minutes, tables.Rollups, tables.LanesToCountBy, time, new Random());
            var result = await rebuilder.RunAsync(
                found.WrongDocuments, found.WrongRollups, new RebuildOptions(!request.DryRun, request.WithOrphans), progress, cancellationToken);
            return await SayAsync(result, request.DryRun, output) || request.DryRun ? Left : Right;
        }
        catch (Exception failure) when (StackTables.IsOutside(failure))
        {
            await error.WriteLineAsync($"Could not tell: {failure.Message}");
            return Unknown;
        }
    }

    private static async Task<bool> AgreesAsync(ComparisonResult found, TextReader input, TextWriter output, CancellationToken cancellationToken)
    {
        await output.WriteAsync($"Put {Documents(found.WrongDocuments.Count)} right? [y/N] ");
        return (await input.ReadLineAsync(cancellationToken))?.Trim() is "y" or "Y" or "yes";
    }

    /// <summary>Says what was done.</summary>
    /// <returns>Whether something is still wrong.</returns>
    private static async Task<bool> SayAsync(RebuildResult result, bool dryRun, TextWriter output)
    {
        var rollups = result.Rollups == 0 ? "" : $", {ComparisonReport.Count(result.Rollups, "rollup", "rollups")} to be added up anew";
        await output.WriteLineAsync($"{(dryRun ? "Would put right" : "Put right")}: {Documents(result.Repaired.Count)}{rollups}.");
        foreach (var document in result.Orphaned.OrderBy(document => document.Minute))
        {
            await output.WriteLineAsync(
                $"Left alone: {document}, which counted orders that are no longer in the table (see --as-the-table-stands in docs/operations.md).");
        }

        foreach (var document in result.Contended.OrderBy(document => document.Minute))
        {
            await output.WriteLineAsync($"Left alone: {document}, which others wrote to at every try. Run it again.");
        }

        return result.Orphaned.Count + result.Contended.Count > 0;
    }

    private static string Documents(int count) => ComparisonReport.Count(count, "minute document", "minute documents");
}
