using Analytics.Cli.Tables;
using Analytics.Operations.Quarantine;

namespace Analytics.Cli.Quarantine;

/// <summary>Runs <c>quarantine</c> against the local or a deployed aggregates table.</summary>
internal static class QuarantineSession
{
    /// <summary>Exit code: everything was done.</summary>
    public const int Done = 0;

    /// <summary>Exit code: something was refused or not found.</summary>
    public const int Refused = 1;

    /// <summary>Exit code: the result is unknown because a service is unreachable.</summary>
    public const int Unknown = 2;

    public static async Task<int> RunAsync(
        QuarantineOptions options, TextReader input, TextWriter output, TextWriter error, TimeProvider time,
        CancellationToken cancellationToken)
    {
        try
        {
            using var tables = StackTables.Connect(options.Tables, time);
            var tasks = new QuarantineTasks(tables.Quarantine, input, output, error, tables.Time);
            return options.Task switch
            {
                QuarantineTask.List(var json, var limit) =>
                    await new QuarantineListing(tables.Quarantine, output).RunAsync(json, limit, cancellationToken),
                QuarantineTask.Show(var id, var file) => await tasks.ShowAsync(id, file, cancellationToken),
                QuarantineTask.Redrive(var ids) => await tasks.RedriveAsync(
                    ids, new Redriver(tables.Committer, tables.Quarantine, tables.Time), cancellationToken),
                QuarantineTask.Discard(var ids, var yes) => await tasks.DiscardAsync(ids, yes, cancellationToken),
                _ => throw new System.Diagnostics.UnreachableException($"{options.Task} is no task."),
            };
        }
        catch (Exception failure) when (StackTables.IsOutside(failure))
        {
            await error.WriteLineAsync(StackTables.Explain(failure, options.Tables));
            return Unknown;
        }
    }
}
