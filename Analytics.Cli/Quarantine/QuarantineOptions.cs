using Analytics.Cli.Tables;

namespace Analytics.Cli.Quarantine;

/// <summary>What <c>quarantine</c> was asked for.</summary>
/// <param name="Tables">Whose quarantine.</param>
/// <param name="Task">What to do.</param>
internal sealed record QuarantineOptions(TableNames Tables, QuarantineTask Task);

/// <summary>What can be done with quarantine: a closed set.</summary>
internal abstract record QuarantineTask
{
    private QuarantineTask()
    {
    }

    /// <summary>List what is in it, newest first.</summary>
    /// <param name="Json">As JSON and not as a table.</param>
    /// <param name="Limit">How many at the most; 0 for all.</param>
    public sealed record List(bool Json, int Limit) : QuarantineTask;

    /// <summary>Show all there is of one record.</summary>
    /// <param name="Id">Its id, or how it begins.</param>
    /// <param name="RawFile">Where its bytes are to be written; null to show them.</param>
    public sealed record Show(string Id, string? RawFile) : QuarantineTask;

    /// <summary>Feed records in again.</summary>
    /// <param name="Ids">Their ids, or how they begin; none for all.</param>
    public sealed record Redrive(IReadOnlyList<string> Ids) : QuarantineTask;

    /// <summary>Delete records for good.</summary>
    /// <param name="Ids">Their ids, or how they begin; none for all.</param>
    /// <param name="Yes">Whether all are discarded without being asked.</param>
    public sealed record Discard(IReadOnlyList<string> Ids, bool Yes) : QuarantineTask;
}
