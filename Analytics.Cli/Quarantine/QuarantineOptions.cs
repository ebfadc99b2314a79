using Analytics.Cli.Tables;

namespace Analytics.Cli.Quarantine;

/// <summary>Options of <c>quarantine</c>.</summary>
/// <param name="Tables">The tables that hold the quarantine.</param>
/// <param name="Task">The task to run.</param>
internal sealed record QuarantineOptions(TableNames Tables, QuarantineTask Task);

/// <summary>A task on the quarantine; a closed hierarchy.</summary>
internal abstract record QuarantineTask
{
    private QuarantineTask()
    {
    }

    /// <summary>Lists records, newest first.</summary>
    /// <param name="Json">Whether to write JSON instead of a table.</param>
    /// <param name="Limit">Maximum number of records; 0 for all.</param>
    public sealed record List(bool Json, int Limit) : QuarantineTask;

    /// <summary>Shows everything about one record.</summary>
    /// <param name="Id">The record's id or a prefix of it.</param>
    /// <param name="RawFile">File for the record's bytes; null to show them.</param>
    public sealed record Show(string Id, string? RawFile) : QuarantineTask;

    /// <summary>Processes records again.</summary>
    /// <param name="Ids">Ids or prefixes of ids; empty for all records.</param>
    public sealed record Redrive(IReadOnlyList<string> Ids) : QuarantineTask;

    /// <summary>Deletes records permanently.</summary>
    /// <param name="Ids">Ids or prefixes of ids; empty for all records.</param>
    /// <param name="Yes">Whether to skip the prompt before all records are discarded.</param>
    public sealed record Discard(IReadOnlyList<string> Ids, bool Yes) : QuarantineTask;
}
