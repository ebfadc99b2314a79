using System.Globalization;

namespace Analytics.Tests.Functions.Aggregates.Questions;

/// <summary>Holds a table against the numbers that the oracle says the JSON of the same question has.</summary>
internal sealed class CsvAnswer(RandomQuestion question, SortedDictionary<string, string> facts)
{
    private readonly int _items = question.Query.TryGetValue("sku", out var skus) ? skus.Split(',').Length : 0;

    /// <summary>Says where the table differs; empty if it does not.</summary>
    public string Difference(string table)
    {
        var rows = table.Split("\r\n")[..^1].Select(row => row.Split(',')).ToList();
        var paths = rows[0].Select(PathOf).ToList();
        for (var row = 1; row < rows.Count; row++)
        {
            for (var column = 0; column < paths.Count; column++)
            {
                var (path, cell) = (Place(row - 1, paths[column]), rows[row][column]);
                if (Cell(cell) != Fact(path))
                {
                    return $"{question}: row {row}, {rows[0][column]} is {cell}, not {Fact(path)}";
                }
            }
        }

        var shown = Enumerable.Range(0, rows.Count - 1).SelectMany(row => paths.Select(path => Place(row, path))).ToHashSet();
        var missing = facts.FirstOrDefault(fact => IsInTable(fact.Key) && fact.Value != "null" && !shown.Contains(fact.Key));
        return missing.Key is null ? "" : $"{question}: no column of {missing.Key}";
    }

    private static string Cell(string cell) =>
        cell.Length == 0 ? "null" : decimal.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? OracleSums.Plain(number)
            : cell;

    // A row without other amounts has gross, too, where another row has some: it equals revenue. What is absent is 0, false or null.
    private string Fact(string path) =>
        facts.TryGetValue(path, out var fact) ? fact
        : path.Contains("/gross/", StringComparison.Ordinal) || path.StartsWith("gross/", StringComparison.Ordinal)
            ? Fact(path.Replace("gross/", "revenue/", StringComparison.Ordinal))
        : path.EndsWith("partial", StringComparison.Ordinal) ? "false"
        : path.Contains("ratio/", StringComparison.Ordinal) || path.Contains("averageOrderValue", StringComparison.Ordinal) ? "null"
        : "0";

    // As "ratio cumulative revenue EUR" is cumulative/comparison/ratio/revenue/EUR.
    private static string PathOf(string title)
    {
        var words = title.Split(' ').ToList();
        var (whole, compared) = (words.Remove("whole"), words.Remove("compared"));
        var change = words.Remove("difference") ? "difference/" : words.Remove("ratio") ? "ratio/" : "";
        return (words.Remove("cumulative") ? "cumulative/" : "") + (whole || compared || change.Length > 0 ? "comparison/" : "")
            + (whole ? "whole/" : "") + change + string.Join('/', words);
    }

    private string Place(int row, string path) => question.Route switch
    {
        "series" when _items == 0 => $"points/{row}/{path}",
        "series" when path is "at" or "partial" => $"points/{row / _items}/{path}",
        "series" => $"points/{row / _items}/items/{row % _items}/{path}",
        "items" when _items != 1 => $"items/{row}/{path}",
        _ => path,
    };

    private bool IsInTable(string path) => question.Route switch
    {
        "series" => path.StartsWith("points/", StringComparison.Ordinal),
        "items" when _items != 1 => path.StartsWith("items/", StringComparison.Ordinal),
        _ => path is not ("window" or "timeZone" or "comparison/with" or "customersError")
            && !(question.Route == "items" && path is ("from" or "to")),
    };
}
