using System.Globalization;
using Analytics.Local;

namespace Analytics.Cli.Demo;

/// <summary>Compares the API's totals with the demo's own while orders keep arriving.</summary>
internal static class Verdict
{
    /// <summary>A few words for the totals line.</summary>
    /// <param name="answer">The API's totals.</param>
    /// <param name="before">The demo's totals some seconds before the request. All of them must be counted.</param>
    /// <param name="now">The demo's totals after the response.</param>
    /// <param name="uncertain">Number of orders without a response. They may be counted already.</param>
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
