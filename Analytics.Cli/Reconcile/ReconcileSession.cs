using Analytics.Cli.Comparison;
using Analytics.Cli.Tables;
using Analytics.Cli.Terminal;
using Analytics.Functions.Comparison;

namespace Analytics.Cli.Reconcile;

/// <summary>Runs <c>reconcile</c> and reports what it found.</summary>
internal static class ReconcileSession
{
    /// <summary>Exit code: no differences.</summary>
    public const int Agreed = 0;

    /// <summary>Exit code: there are differences.</summary>
    public const int Differs = 1;

    /// <summary>Exit code: the result is unknown.</summary>
    public const int Unknown = 2;

    public static async Task<int> RunAsync(
        ReconcileOptions options, TextWriter output, TextWriter error, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            using var tables = StackTables.Connect(options.Tables, time);
            var comparer = new AggregateComparer(tables.Orders, tables.Minutes, tables.Rollups, tables.Time);
            var result = await comparer.RunAsync(
                options.Range, new ScanProgress(error, !Console.IsErrorRedirected, time), cancellationToken);
            await (options.Json ? ComparisonReport.WriteJsonAsync(result, options.Range, output)
                : ComparisonReport.WriteTextAsync(result, output));
            return result.Differences.Count > 0 ? Differs : result.Newer.Count > 0 ? Unknown : Agreed;
        }
        catch (Exception failure) when (StackTables.IsOutside(failure))
        {
            await error.WriteLineAsync(StackTables.Explain(failure, options.Tables));
            return Unknown;
        }
    }
}
