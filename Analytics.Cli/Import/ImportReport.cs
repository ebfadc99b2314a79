using System.Globalization;
using Analytics.Cli.Comparison;
using Analytics.Core.Orders;
using Analytics.Operations.Import;

namespace Analytics.Cli.Import;

/// <summary>Says what a file brings in and what became of it.</summary>
internal static class ImportReport
{
    private const int MaxShown = 10;

    /// <summary>What a file brings in: orders, days and revenue by currency.</summary>
    public static IEnumerable<string> Plan(ImportPlan plan, bool isDryRun)
    {
        var cancelled = plan.Cancelled == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" ({plan.Cancelled:N0} cancelled)");
        var days = plan.Orders.Count == 0 ? "" : $", {Day(plan.Orders[0])} to {Day(plan.Orders[^1])}";
        yield return $"{(isDryRun ? "Would import" : "To import")}: {Orders(plan.Orders.Count)}{cancelled}{days}.";
        foreach (var (currency, orders, minor) in plan.ByCurrency)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"  {currency.Code}  {MinorUnits.Format(minor, currency.Exponent),18}  in {Orders(orders)}");
        }

        if (plan.Repeated > 0)
        {
            yield return $"{Orders(plan.Repeated)} {(plan.Repeated == 1 ? "is" : "are")} in the file more than once, and "
                + $"{(plan.Repeated == 1 ? "comes" : "come")} in once.";
        }

        if (plan.Unnumbered > 0)
        {
            yield return $"{Orders(plan.Unnumbered)} {(plan.Unnumbered == 1 ? "has" : "have")} neither reference nor orderId: only this "
                + "file as it is finds them again. Once changed, it is another file with other orders.";
        }

        if (plan.IgnoredColumns.Count > 0)
        {
            yield return $"Columns that are not imported: {string.Join(", ", plan.IgnoredColumns)}.";
        }
    }

    /// <summary>The first rejected rows, and how many there are.</summary>
    /// <param name="rejections">The rows.</param>
    /// <param name="path">The file that has all of them; null if none was written.</param>
    public static IEnumerable<string> Rejected(IReadOnlyList<Rejection> rejections, string? path)
    {
        foreach (var rejection in rejections.Take(MaxShown))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"line {rejection.FileLine}: {rejection.Reason}");
        }

        if (rejections.Count > 0)
        {
            var where = path is null
                ? ""
                : $"; all of them, with reasons, are in {Path.GetRelativePath(Environment.CurrentDirectory, path)}";
            yield return $"Rejected: {ComparisonReport.Count(rejections.Count, "row", "rows")}{where}.";
        }
    }

    /// <summary>What became of the orders.</summary>
    public static string Result(ImportResult result, TimeSpan elapsed, bool isCounted)
    {
        var known = result.Known == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; {result.Known:N0} were there already");
        var counted = isCounted ? ", counted" : "; the streams count them";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Imported: {Orders(result.Written)} in {elapsed.TotalSeconds:N1} s{(result.Written == 0 ? "" : counted)}{known}.");
    }

    private static string Orders(long count) => ComparisonReport.Count(count, "order", "orders");

    private static string Day(ImportedOrder order) => order.PlacedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
