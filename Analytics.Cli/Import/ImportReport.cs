using System.Globalization;
using Analytics.Cli.Comparison;
using Analytics.Core.Orders;
using Analytics.Operations.Import;

namespace Analytics.Cli.Import;

/// <summary>Describes what a file contains and what was imported of it.</summary>
internal static class ImportReport
{
    private const int MaxShown = 10;

    /// <summary>What a file contains: orders, days and revenue by currency.</summary>
    public static IEnumerable<string> Plan(ImportPlan plan, bool isDryRun)
    {
        var cancelled = plan.Cancelled == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" ({plan.Cancelled:N0} cancelled)");
        var days = plan.Orders.Count == 0 ? "" : $", {Day(plan.Orders[0])} to {Day(plan.Orders[^1])}";
        yield return $"{(isDryRun ? "Valid" : "To import")}: {Orders(plan.Orders.Count)}{cancelled}{days}.";
        foreach (var (currency, orders, withdrawn, minor) in plan.ByCurrency)
        {
            var apart = withdrawn == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", and {withdrawn:N0} cancelled");
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"  {currency.Code}  {MinorUnits.Format(minor, currency.Exponent),18}  in {Orders(orders)}{apart}");
        }

        if (plan.Repeated > 0)
        {
            yield return $"{Orders(plan.Repeated)} {(plan.Repeated == 1 ? "is" : "are")} in the file more than once and imported once.";
        }

        if (plan.Unnumbered > 0)
        {
            yield return $"{Orders(plan.Unnumbered)} {(plan.Unnumbered == 1 ? "has" : "have")} neither reference nor orderId and "
                + $"{(plan.Unnumbered == 1 ? "is" : "are")} identified by the file's content: if you edit the file and import it again, "
                + "all such orders are imported a second time.";
        }

        if (plan.IgnoredColumns.Count > 0)
        {
            yield return $"Columns that are not imported: {string.Join(", ", plan.IgnoredColumns)}.";
        }

        if (isDryRun)
        {
            yield return "The tables were not read: orders that are there already, or that differ from those, are not recognised.";
        }
    }

    /// <summary>The first rejected rows, and how many there are.</summary>
    /// <param name="rejections">The rows.</param>
    /// <param name="path">The file that has all of them; null if none was written.</param>
    /// <param name="keptPath">The file of an earlier import that was not replaced; null if there is none.</param>
    public static IEnumerable<string> Rejected(IReadOnlyList<Rejection> rejections, string? path, string? keptPath = null)
    {
        foreach (var rejection in rejections.Take(MaxShown))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"line {rejection.FileLine}: {rejection.Reason}");
        }

        if (rejections.Count > 0)
        {
            var where = path is null ? "" : $"; all of them, with reasons, are in {Relative(path)}";
            yield return $"Rejected: {ComparisonReport.Count(rejections.Count, "row", "rows")}{where}.";
            if (keptPath is not null)
            {
                yield return $"{Relative(keptPath)} of an earlier import has other content and was not replaced.";
            }
        }
    }

    /// <summary>The minutes whose documents could not be read, and what to do.</summary>
    public static IEnumerable<string> Unreadable(ImportResult result)
    {
        foreach (var unreadable in result.Unreadable.Take(MaxShown))
        {
            yield return unreadable.IsNewer
                ? $"{unreadable.Message} Import with a newer version."
                : $"Minute {unreadable.Key.Minute} is damaged, and its orders were not imported. Run rebuild --from "
                    + $"{unreadable.Key.Minute} --to {unreadable.Key.Minute.Plus(1)}, then import again. {unreadable.Message}";
        }

        if (result.Unreadable.Count > MaxShown)
        {
            var (first, last) = (result.Unreadable[0].Key.Minute, result.Unreadable[^1].Key.Minute);
            var more = result.Unreadable.Count - MaxShown;
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"The same holds for {more:N0} more; run rebuild --from {first} --to {last.Plus(1)} to repair all of them.");
        }
    }

    /// <summary>What became of the orders.</summary>
    public static string Result(ImportResult result, TimeSpan elapsed, bool isCounted)
    {
        var known = result.Known == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; {result.Known:N0} were there already");
        var counted = isCounted ? ", counted" : "; the table stream counts them";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Imported: {Orders(result.Written)} in {elapsed.TotalSeconds:N1} s{(result.Written == 0 ? "" : counted)}{known}.");
    }

    private static string Relative(string path) => Path.GetRelativePath(Environment.CurrentDirectory, path);

    private static string Orders(long count) => ComparisonReport.Count(count, "order", "orders");

    private static string Day(ImportedOrder order) => order.PlacedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
