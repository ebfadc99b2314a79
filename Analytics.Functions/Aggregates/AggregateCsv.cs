using System.Globalization;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Functions.Http;

namespace Analytics.Functions.Aggregates;

/// <summary>Writes aggregates as tables, with a column for each sum of money and currency that occurs in any row.</summary>
internal static class AggregateCsv
{
    /// <summary>Totals as a table of one row.</summary>
    public static CsvTable Totals(QuerySpan span, Totals totals)
    {
        var table = new CsvTable();
        var columns = MoneyColumn.Of([totals]);
        Head(table.Cell("from").Cell("to").Cell("orders").Cell("cancelled").Cell("units"), columns).EndRow();
        Row(table.Cell(span.Calendar.Format(span.Minutes.From)).Cell(span.Calendar.Format(span.Minutes.To)), totals, columns).EndRow();
        return table;
    }

    /// <summary>A series as a table with a row for each point.</summary>
    public static CsvTable Points(QuerySpan span, IReadOnlyList<SeriesPoint> points)
    {
        var table = new CsvTable();
        var columns = MoneyColumn.Of([.. points.Select(point => point.Totals).Where(totals => !totals.IsEmpty)]);
        Head(table.Cell("at").Cell("orders").Cell("cancelled").Cell("units"), columns).Cell("partial").EndRow();
        foreach (var point in points)
        {
            Row(table.Cell(span.Calendar.Format(point.At)), point.Totals, columns).Cell(point.IsPartial ? "true" : "false").EndRow();
        }

        return table;
    }

    /// <summary>Items as a table with a row for each. A non-null <paramref name="only"/> restricts revenue to that currency.</summary>
    public static CsvTable Items(IReadOnlyList<KeyValuePair<string, ItemTally>> items, Currency? only)
    {
        var table = new CsvTable();
        List<Currency> currencies = only is null
            ? [.. items.SelectMany(item => item.Value.Revenue.Sums).Select(sum => sum.Key).Distinct().Order()]
            : [only];
        table.Cell("sku").Cell("orders").Cell("units");
        currencies.ForEach(currency => table.Cell($"revenue {currency}"));
        table.EndRow();
        foreach (var (sku, item) in items)
        {
            table.Text(sku).Cell(Number(item.Orders)).Cell(Number(item.Units));
            currencies.ForEach(currency => table.Cell(MinorUnits.Format(item.Revenue[currency], currency.Exponent)));
            table.EndRow();
        }

        return table;
    }

    private static CsvTable Head(CsvTable table, IReadOnlyList<MoneyColumn> columns)
    {
        foreach (var column in columns)
        {
            table.Cell($"{column.Name} {column.Currency}");
        }

        return table;
    }

    private static CsvTable Row(CsvTable table, Totals totals, IReadOnlyList<MoneyColumn> columns)
    {
        table.Cell(Number(totals.Orders)).Cell(Number(totals.Cancelled)).Cell(Number(totals.Units));
        foreach (var column in columns)
        {
            table.Cell(MinorUnits.Format(column.SumOf(totals)[column.Currency], column.Currency.Exponent));
        }

        return table;
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A column of one sum of money in one currency.</summary>
    private sealed record MoneyColumn(string Name, Currency Currency, Func<Totals, MoneySums> SumOf)
    {
        /// <summary>The columns for the sums of any row, by sum and then by currency. As in JSON, gross comes with other amounts.</summary>
        public static IReadOnlyList<MoneyColumn> Of(IReadOnlyList<Totals> rows)
        {
            var amounts = OrderAmounts.All.Where(amount => rows.Any(row => row.Sums(amount).Any())).ToList();
            return
            [
                .. Of("revenue", row => row.Revenue, rows),
                .. amounts.Count == 0 ? [] : Of("gross", row => row.Gross, rows),
                .. amounts.SelectMany(amount => Of(OrderAmounts.NameOf(amount), row => SumsOf(row, amount), rows)),
            ];
        }

        private static IEnumerable<MoneyColumn> Of(string name, Func<Totals, MoneySums> sumOf, IReadOnlyList<Totals> rows) => rows
            .SelectMany(row => sumOf(row).Sums).Select(sum => sum.Key).Distinct().Order()
            .Select(currency => new MoneyColumn(name, currency, sumOf));

        private static MoneySums SumsOf(Totals totals, OrderAmount amount)
        {
            var sums = new MoneySums();
            foreach (var (currency, minor) in totals.Sums(amount))
            {
                sums.Add(currency, minor);
            }

            return sums;
        }
    }
}
