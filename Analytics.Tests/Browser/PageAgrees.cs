using System.Text.Json.Nodes;
using Xunit;

namespace Analytics.Tests.Browser;

/// <summary>Holds what the page shows against the answer that it shows.</summary>
internal static class PageAgrees
{
    private static readonly string[] Counts = ["orders", "units", "cancelled"];
    private static readonly string[] Sums = ["revenue", "refunds", "averageOrderValue"];

    /// <summary>Every number of the page is that of the answer.</summary>
    /// <param name="shown">What the page shows.</param>
    /// <param name="answer">The answer of the same <c>asOf</c>.</param>
    /// <param name="query">The query of the page, which names the measure of the chart.</param>
    public static void Check(JsonNode shown, JsonNode answer, string query)
    {
        var totals = answer["totals"]!;
        foreach (var count in Counts)
        {
            CheckCard(shown["cards"]![count]![0]!, totals, count, null);
        }

        foreach (var sum in Sums)
        {
            var rows = shown["cards"]![sum]!.AsArray();
            Assert.All(rows, row => CheckCard(row!, totals, sum, (string)row![0]!));
            // A currency without any money now or then has no row.
            var expected = (totals[sum] as JsonObject)?.Where(amount => (decimal)amount.Value! != 0).Select(amount => amount.Key) ?? [];
            Assert.Subset(rows.Select(row => (string)row![0]!).ToHashSet(), expected.ToHashSet());
        }

        CheckPoints(shown["points"]!.AsArray(), answer["series"]!["points"]!.AsArray(), query);
        var ranking = answer["ranking"]!;
        Assert.Equal(ranking["items"]!.AsArray().Select(Row("sku", "units", "orders")), shown["items"]!.AsArray().Select(Written));
        Assert.Equal(
            (string)ranking["by"]! is ("cancelled" or "refunded") and var by
                ? ranking["items"]!.AsArray().Select(item => item![by]!.ToJsonString()) : [],
            shown["more"]!.AsArray().Select(cell => (string)cell!));
        Assert.Equal(Row("units")(ranking["total"]), shown["sums"]!["total"] is { } all ? Written(all) : Row("units")(ranking["total"]));
        Assert.Equal((int)ranking["others"]!["items"]! > 0 ? Row("units")(ranking["others"]) : null, shown["sums"]!["others"] is { } rest
            ? Written(rest) : null);
        var dimension = query.Contains("groupBy=country", StringComparison.Ordinal) ? "country" : "channel";
        Assert.Equal(totals["groups"]!.AsArray().Select(Row(dimension, "orders", "units")), shown["groups"]!.AsArray().Select(Written));
    }

    /// <summary>The points, the groups, and the items with the others add up to the cards. The chart shows units.</summary>
    public static void CheckSums(JsonNode shown)
    {
        var units = Number(shown["cards"]!["units"]![0]![1]!);
        Assert.Equal(units, shown["points"]!.AsArray().Sum(Number));
        Assert.Equal(units, Number(shown["sums"]!["total"]![0]!));
        Assert.Equal(
            units,
            shown["items"]!.AsArray().Sum(item => Number(item![1]!)) + (shown["sums"]!["others"] is { } rest ? Number(rest[0]!) : 0));
        Assert.Equal(Number(shown["cards"]!["orders"]![0]![1]!), shown["groups"]!.AsArray().Sum(group => Number(group![1]!)));
        Assert.Equal(units, shown["groups"]!.AsArray().Sum(group => Number(group![2]!)));
    }

    private static long Number(JsonNode? value) => long.Parse((string)value!, System.Globalization.CultureInfo.InvariantCulture);

    private static void CheckCard(JsonNode row, JsonNode totals, string name, string? currency)
    {
        var then = totals["comparison"];
        Assert.Equal(Of(totals, name, currency), (string?)row[1]);
        Assert.Equal(then is null ? null : Of(then, name, currency), (string?)row[2]);
        var (change, tone) = ((string)row[3]!, (string?)row[4]);
        if (then is null || (long)then["orders"]! + (long)then["cancelled"]! == 0)
        {
            return;
        }

        if (Of(then["difference"]!, name, currency) is not { } differenceText)
        {
            // An average without orders on one of the sides has not changed.
            Assert.Equal(("averageOrderValue", "", "neutral"), (name, change, tone));
            Assert.True(Of(totals, name, currency) is null || Of(then, name, currency) is null);
            return;
        }

        var difference = decimal.Parse(differenceText, System.Globalization.CultureInfo.InvariantCulture);
        var isGood = difference > 0 == name is not ("cancelled" or "refunds");
        Assert.Equal(difference == 0 ? "neutral" : isGood ? "good" : "bad", tone);
        Assert.StartsWith(difference == 0 ? "= no change" : difference > 0 ? "▲ up " : "▼ down ", change, StringComparison.Ordinal);
    }

    private static void CheckPoints(JsonArray shown, JsonArray points, string query)
    {
        var measure = query.Split('&').FirstOrDefault(part => part.StartsWith("measure=", StringComparison.Ordinal))?[8..] ?? "revenue";
        var isSum = query.Contains("chart=sum", StringComparison.Ordinal);
        Assert.Equal(points.Count, shown.Count);
        if (Counts.Contains(measure))
        {
            Assert.Equal(
                points.Select(point => (isSum ? point!["cumulative"]! : point!)[measure]!.ToJsonString()),
                shown.Select(value => (string?)value));
            return;
        }

        // The chart is of the currency that is found most often.
        Assert.Contains(
            points.Select(point => (isSum ? point!["cumulative"]! : point!)[measure] as JsonObject)
                .SelectMany(sums => sums?.Select(sum => sum.Key) ?? [])
                .Append("EUR").Distinct(),
            currency => points.Zip(shown).All(pair =>
                Of(isSum ? pair.First!["cumulative"]! : pair.First!, measure, currency) == (string?)pair.Second));
    }

    // A sum that is not there is zero, with the decimals of the revenue beside it.
    private static string? Of(JsonNode figures, string name, string? currency) => currency is null
        ? figures[name]!.ToJsonString()
        : figures[name]?[currency]?.ToJsonString()
            ?? (name == "averageOrderValue" ? null : figures["revenue"]?[currency] is { } beside
                ? ZeroLike(beside.ToJsonString())
                : "0");

    private static string ZeroLike(string number) =>
        number.Split('.') is [_, var decimals] ? $"0.{new string('0', decimals.Length)}" : "0";

    private static Func<JsonNode?, string> Row(params string[] names) => row => string.Join(' ',
        names.Select(name => row![name]!.GetValueKind() == System.Text.Json.JsonValueKind.String
                ? (string)row[name]!
                : row[name]!.ToJsonString())
            .Concat(row!["revenue"]!.AsObject().Select(sum => $"{sum.Key} {sum.Value!.ToJsonString()}")));

    private static string Written(JsonNode? row) => string.Join(' ', row!.AsArray().Select(cell => (string)cell!));
}
