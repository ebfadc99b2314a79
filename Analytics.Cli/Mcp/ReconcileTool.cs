using System.Globalization;
using System.Text.Json;
using Analytics.Cli.Comparison;
using Analytics.Cli.Tables;
using Analytics.Core.Windows;
using Analytics.Functions.Comparison;
using ModelContextProtocol.Protocol;

namespace Analytics.Cli.Mcp;

/// <summary>A tool that compares the aggregates of a window with its orders, as <c>./run reconcile</c> does.</summary>
internal sealed class ReconcileTool(TableNames names, TimeProvider time) : ITool
{
    private const string Rule = "window must be 1m to 400d in minutes (m), hours (h) or days (d)";

    public Tool Description { get; } = Tools.Describe(
        "reconcile",
        "Compares every aggregate of a window with its orders and lists the differences, of which there should be none. Changes in flight "
            + "are compared again. Without a window it scans all orders.",
        JsonDocument.Parse(
            """
            {"type":"object","additionalProperties":false,
             "properties":{"window":{"type":"string","pattern":"^[1-9][0-9]*[mhd]$","examples":["5m","1h","31d"],
                                     "description":"Only the last minutes, hours or days, up to 400d."}}}
            """).RootElement.Clone());

    public async Task<CallToolResult> CallAsync(
        IReadOnlyDictionary<string, JsonElement> arguments, CancellationToken cancellationToken)
    {
        if (arguments.Keys.FirstOrDefault(name => name != "window") is { } unknown)
        {
            return Tools.Result($"{unknown} is no argument of reconcile, which takes window.", isError: true);
        }

        MinuteRange? range = null;
        if (arguments.TryGetValue("window", out var text))
        {
            if (!RollingWindow.TryParse(text.ToString(), out var window))
            {
                return Tools.Result($"{Rule}; got '{text}'.", isError: true);
            }

            var now = time.GetUtcNow();
            range = window.At(now).Intersect(AggregateComparer.Everything(now));
        }

        using var tables = StackTables.Connect(names, time);
        var result = await new AggregateComparer(tables.Orders, tables.Minutes, tables.Rollups, tables.Time)
            .RunAsync(range, new Silence(), cancellationToken);
        await using var report = new StringWriter(CultureInfo.InvariantCulture);
        await ComparisonReport.WriteJsonAsync(result, range, report);
        return Tools.Result(report.ToString());
    }

    /// <summary>Reports no progress: the output carries the protocol.</summary>
    private sealed class Silence : IComparisonProgress
    {
        public void Say(string line)
        {
        }

        public void Begin(long estimate)
        {
        }

        public void Scanned(int items)
        {
        }

        public void Complete()
        {
        }
    }
}
