using System.Globalization;
using Analytics.Local;

namespace Analytics.Cli.Faults;

/// <summary>Formats the progress and the results of a run.</summary>
internal static class FaultsTable
{
    /// <summary>The progress in one line.</summary>
    public static string Progress(TimeSpan elapsed, ExpectedOrders books, FaultCounts faults, StackLog log) => string.Create(
        CultureInfo.InvariantCulture,
        $"{elapsed:hh\\:mm\\:ss}  {Plural.Of(books.Sent, "order")} sent, {books.Entries.Count:N0} answered  "
        + $"{Plural.Of(faults[FaultKind.AnalyticsKilled], "kill")}, {log.Interrupted} of them in a batch  "
        + $"{Plural.Of(Restarts(faults), "restart")}  {Plural.Of(books.Retries, "request")} tried again");

    /// <summary>The final table of results.</summary>
    public static IEnumerable<string> Lines(TimeSpan elapsed, ExpectedOrders books, FaultCounts faults, StackLog log, Findings findings)
    {
        yield return Row("orders", books.Entries.Count, "answered 200");
        yield return Row("cancelled", books.Cancelled);
        yield return Row("replays", books.Replays, "sent again with the same key, answered the same");
        yield return Row("requests tried again", books.Retries, "no answer, or 5xx");
        yield return Row("analytics function killed", faults[FaultKind.AnalyticsKilled], $"{log.Interrupted} in the middle of a batch");
        yield return Row("orders function killed", faults[FaultKind.OrdersKilled]);
        yield return Row("Kinesis emulator killed", faults[FaultKind.KinesisKilled]);
        yield return Row("DynamoDB emulator killed", faults[FaultKind.DynamoDbKilled]);
        yield return Row("host stopped and started", faults[FaultKind.HostStopped]);
        yield return Row("host killed and started", faults[FaultKind.HostKilled]);
        yield return Row("duplicates recognised", log.Duplicates, "changes that came again, counted once");
        yield return Row("lost", findings.Lost.Count, "answered 200 and not in the orders table");
        yield return Row("differences", findings.Differences.Count, $"reconcile: {findings.Reconciled}");
        yield return $"{"duration",-28}{elapsed,9:hh\\:mm\\:ss}";
    }

    private static int Restarts(FaultCounts faults) => faults[FaultKind.KinesisKilled] + faults[FaultKind.DynamoDbKilled]
        + faults[FaultKind.HostStopped] + faults[FaultKind.HostKilled];

    private static string Row(string what, long number, string note = "") =>
        string.Create(CultureInfo.InvariantCulture, $"{what,-28}{number,9:N0}  {note}").TrimEnd();
}
