using Analytics.Core.Orders;
using Analytics.Functions.Http;

namespace Analytics.Functions.Aggregates;

/// <summary>
/// Builds a table column by column: a column for each count, and for each sum of money and currency that occurs in any row.
/// </summary>
/// <param name="rows">Number of rows.</param>
/// <param name="asked">Currencies that have a column of revenue even if they occur in no row.</param>
internal sealed class FigureTable(int rows, IReadOnlyCollection<Currency> asked)
{
    private readonly List<(string Title, Func<int, string> Cell, bool IsText)> _columns = [];

    /// <summary>Adds a column that the API writes: times and numbers.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="cell">The cell of a row, by the row's index.</param>
    public void Add(string title, Func<int, string> cell) => _columns.Add((title, cell, false));

    /// <summary>Adds a column of texts that a customer or shop chose.</summary>
    public void AddText(string title, Func<int, string> cell) => _columns.Add((title, cell, true));

    /// <summary>Adds the figures of now.</summary>
    /// <param name="prefix">What their titles begin with.</param>
    /// <param name="figures">The figures of each row.</param>
    public void AddNow(string prefix, IReadOnlyList<Compared> figures) =>
        Add(prefix, figures, (now, _, currency) => FigureChange.Value(now, currency));

    /// <summary>Adds the figures of then, and how those of now relate to them.</summary>
    /// <param name="prefix">What the titles of the figures of then begin with.</param>
    /// <param name="changePrefix">What the titles of differences and ratios begin with.</param>
    /// <param name="name">What follows these prefixes.</param>
    /// <param name="figures">The figures of each row.</param>
    public void AddThen(string prefix, string changePrefix, string name, IReadOnlyList<Compared> figures)
    {
        Add($"{prefix}{name}", figures, (_, then, currency) => FigureChange.Value(then, currency));
        Add($"{changePrefix}difference {name}", figures, FigureChange.Difference);
        Add($"{changePrefix}ratio {name}", figures, FigureChange.Ratio);
    }

    /// <summary>The table.</summary>
    public CsvTable Table()
    {
        var table = new CsvTable();
        _columns.ForEach(column => table.Cell(column.Title));
        table.EndRow();
        for (var row = 0; row < rows; row++)
        {
            foreach (var (_, cell, isText) in _columns)
            {
                _ = isText ? table.Text(cell(row)) : table.Cell(cell(row));
            }

            table.EndRow();
        }

        return table;
    }

    private void Add(string prefix, IReadOnlyList<Compared> figures, ChangeText text)
    {
        var pairs = figures.Select(row => row.Pairs().ToDictionary(pair => (pair.Now ?? pair.Then!).Name)).ToList();
        foreach (var name in Figure.Names)
        {
            var all = pairs.Where(row => row.ContainsKey(name)).Select(row => row[name]).ToList();
            if (all.Count == 0)
            {
                continue;
            }

            var kind = (all[0].Now ?? all[0].Then!).Kind;
            var (isCount, none) = (kind == FigureKind.Count, new Figure(name, kind, 0, []));
            var occurring = FigureChange.Currencies(all.SelectMany(pair => new[] { pair.Now, pair.Then }));
            var shown = name == "revenue" ? occurring.Union(asked).Order() : occurring;
            foreach (var currency in isCount ? (IEnumerable<Currency?>)[null] : shown)
            {
                Add(currency is null ? $"{prefix}{name}" : $"{prefix}{name} {currency}", row =>
                {
                    var (now, then) = pairs[row].GetValueOrDefault(name, (none, none));
                    return text(now, then, currency) ?? "";
                });
            }
        }
    }
}
