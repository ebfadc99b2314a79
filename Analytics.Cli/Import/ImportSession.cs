using Analytics.Cli.Tables;
using Analytics.Operations.Import;

namespace Analytics.Cli.Import;

/// <summary>Runs <c>import</c>: reads the file, says what is in it, writes its orders and the file of rejected rows.</summary>
internal static class ImportSession
{
    /// <summary>Exit code: every order of the file is in the table.</summary>
    public const int Complete = 0;

    /// <summary>Exit code: some rows are not.</summary>
    public const int Rejected = 1;

    /// <summary>Exit code: the import stopped before its end; what was written stays.</summary>
    public const int Failed = 2;

    public static async Task<int> RunAsync(
        ImportOptions options, TextWriter output, TextWriter error, TimeProvider time, CancellationToken cancellationToken)
    {
        var file = new ImportFile(options.File, options.Format, options.Map, options.Times, options.Dimensions);
        ImportPlan plan;
        try
        {
            plan = file.Read(time.GetUtcNow());
        }
        catch (Exception unusable) when (unusable is ImportException or IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"{unusable.Message} Nothing was imported.");
            return Failed;
        }

        await WriteAsync(ImportReport.Plan(plan, options.DryRun), output);
        if (options.DryRun)
        {
            await WriteAsync(ImportReport.Rejected(plan.Rejections, null), output);
            return plan.Rejections.Count > 0 ? Rejected : Complete;
        }

        try
        {
            // Written before the orders as well, so that an interruption leaves it.
            file.WriteRejected(plan.Rejections);
            var result = await WriteAsync(plan, options, output, error, time, cancellationToken);
            IReadOnlyList<Rejection> rejections =
            [
                .. plan.Rejections
                    .Concat(result.Conflicts.SelectMany(conflict => conflict.Order.FileLines.Select(
                        line => new Rejection(line, conflict.Reason))))
                    .OrderBy(rejection => rejection.FileLine),
            ];
            var rejected = file.WriteRejected(rejections);
            var kept = rejected == file.RejectedPath ? null : file.RejectedPath;
            await WriteAsync(ImportReport.Rejected(rejections, rejected, kept), output);
            await WriteAsync(ImportReport.Unreadable(result), output);
            return rejections.Count > 0 ? Rejected : Complete;
        }
        catch (Exception failure) when (StackTables.IsOutside(failure))
        {
            var cause = StackTables.Cause(failure, options.Tables).Message.TrimEnd('.');
            await error.WriteLineAsync(
                failure is StackNotRunningException
                    ? failure.Message
                    : $"Import stopped: {cause}. Orders already written stay; run the same command again to continue.");
            return Failed;
        }
    }

    private static async Task<ImportResult> WriteAsync(
        ImportPlan plan, ImportOptions options, TextWriter output, TextWriter error, TimeProvider time, CancellationToken cancellationToken)
    {
        using var tables = StackTables.Connect(options.Tables, time);
        var importer = tables.Importer(options.Rate);
        var lanes = options.Lanes ?? await tables.LanesAsync(cancellationToken);
        var progress = new ImportProgress(error, !Console.IsErrorRedirected, time);
        var began = time.GetTimestamp();
        var result = options.Rebuild
            ? await importer.WriteCountedAsync(plan.Orders, lanes, progress, cancellationToken)
            : await importer.WriteAsync(plan.Orders, lanes, progress, cancellationToken);
        await output.WriteLineAsync(ImportReport.Result(result, time.GetElapsedTime(began), options.Rebuild));
        return result;
    }

    private static async Task WriteAsync(IEnumerable<string> lines, TextWriter output)
    {
        foreach (var line in lines)
        {
            await output.WriteLineAsync(line);
        }
    }
}
