using System.Globalization;
using Analytics.Local;

namespace Analytics.Cli.Demo;

/// <summary>Holds the API's totals against the demo's own, while orders keep coming.</summary>
internal static class Verdict
{
    /// <summary>One or two words for the line of totals.</summary>
    /// <param name="answer">What the API says.</param>
    /// <param name="before">What the demo had known for some seconds when it asked: all of it must be counted by now.</param>
    /// <param name="now">What the demo knows after the answer.</param>
    /// <param name="uncertain">Orders whose answer is still out: they may be counted already.</param>
    public static string Of(ShopTotals answer, ShopTotals before, ShopTotals now, long uncertain)
    {
        if (answer == now)
        {
            return "ok";
        }

        if (answer.Placed < before.Placed)
        {
            return $"{Plural.Of(before.Placed - answer.Placed, "order")} missing";
        }

        if (answer.Cancelled < before.Cancelled)
        {
            return $"{Plural.Of(before.Cancelled - answer.Cancelled, "cancellation")} missing";
        }

        if (answer.Placed > now.Placed + uncertain)
        {
            return Text($"{answer.Placed - now.Placed - uncertain} more by others");
        }

        var underWay = now.Placed - answer.Placed;
        return underWay > 0 ? Text($"ok, {underWay} under way") : "ok";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
