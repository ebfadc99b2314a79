using Analytics.Core.Wire;

namespace Analytics.Operations.Import;

/// <summary>Which column of a CSV file holds what.</summary>
internal sealed class CsvHeader
{
    private readonly Dictionary<string, int> _columns = [];

    /// <param name="names">The names in the file's first row.</param>
    /// <param name="map">The product's name of a column by the file's name of it; names that are equal need no entry.</param>
    /// <param name="dimensions">The dimensions that orders may have.</param>
    /// <exception cref="ImportException">A required column is missing, or a column is named twice or unknown.</exception>
    public CsvHeader(IReadOnlyList<string> names, IReadOnlyDictionary<string, string> map, OrderDimensions dimensions)
    {
        (Names, Dimensions) = (names, dimensions.Names);
        var columns = CsvColumns.All(dimensions).ToList();
        foreach (var (theirs, ours) in map)
        {
            var known = columns.Find(name => Same(name, ours))
                ?? throw new ImportException($"--map: '{ours}' is not a column of an order; these are: {List(columns)}.");
            Assign(known, Find(names, theirs) is var index and >= 0
                ? index
                : throw new ImportException($"--map: the file has no column '{theirs}'; it has: {List(names)}."));
        }

        foreach (var name in columns.Where(name => !_columns.ContainsKey(name)))
        {
            if (Find(names, name) is var index and >= 0 && !_columns.ContainsValue(index))
            {
                Assign(name, index);
            }
        }

        if (CsvColumns.Required.Where(name => !_columns.ContainsKey(name)).ToList() is { Count: > 0 } missing)
        {
            throw new ImportException(
                $"The file has no column {List(missing)}; it has: {List(names)}. Map them with --map THEIRS={missing[0]},...");
        }
    }

    /// <summary>The dimensions that orders may have.</summary>
    public IReadOnlyList<string> Dimensions { get; }

    /// <summary>The names of all columns, as in the file.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The names of the columns that are not imported.</summary>
    public IReadOnlyList<string> Ignored => [.. Names.Where((_, index) => !_columns.ContainsValue(index))];

    /// <summary>The text in a column of a row; null if the file or the row lacks the column, or the field is empty.</summary>
    public string? Of(string column, IReadOnlyList<string> fields) =>
        _columns.TryGetValue(column, out var index) && index < fields.Count && fields[index].Trim() is { Length: > 0 } text ? text : null;

    private void Assign(string column, int index)
    {
        if (!_columns.TryAdd(column, index))
        {
            throw new ImportException($"--map: two columns are mapped to '{column}'.");
        }
    }

    // The index of the only column with a name; a name that appears twice would leave open which one is meant.
    private static int Find(IReadOnlyList<string> names, string name)
    {
        var found = Enumerable.Range(0, names.Count).Where(index => Same(names[index], name)).ToList();
        return found.Count > 1 ? throw new ImportException($"The file has two columns '{name}'.") : found.Count == 1 ? found[0] : -1;
    }

    private static bool Same(string left, string right) => string.Equals(left.Trim(), right.Trim(), StringComparison.OrdinalIgnoreCase);

    private static string List(IEnumerable<string> names) => string.Join(", ", names.Select(name => name.Trim()));
}
