using System.Globalization;
using Analytics.Core.Orders;

namespace Analytics.Operations.Import;

/// <summary>Reads the orders of a CSV file. Rows of one order share a reference or an id, and need not follow each other.</summary>
internal static class CsvOrders
{
    /// <summary>Reads all rows, then returns the orders in the order of their first rows.</summary>
    /// <param name="records">The records below the header.</param>
    /// <param name="header">The header.</param>
    /// <param name="rejections">Receives the rows that cannot be read at all.</param>
    public static IEnumerable<OrderRow> Read(IEnumerable<CsvRecord> records, CsvHeader header, List<Rejection> rejections)
    {
        var orders = new List<Group>();
        var byKey = new Dictionary<string, Group>();
        foreach (var record in records)
        {
            var fault = record.Fault ?? (record.Fields.Count == header.Names.Count
                ? null
                : $"has {record.Fields.Count} fields, and the header has {header.Names.Count}");
            var (id, reference) = (header.Of(CsvColumns.OrderId, record.Fields), header.Of(CsvColumns.Reference, record.Fields));
            var key = reference is null ? id : OrderId.FromReference(reference).ToString();
            if (fault is not null && key is null)
            {
                rejections.Add(new Rejection(record.Line, fault));
                continue;
            }

            if (key is null || !byKey.TryGetValue(key, out var order))
            {
                orders.Add(order = new Group());
                if (key is not null)
                {
                    byKey.Add(key, order);
                }
            }

            // An order is imported whole or not at all, so a row that cannot be read rejects its order.
            order.Add(record, fault, header);
        }

        return orders.Select(order => order.Row());
    }

    private sealed class Group
    {
        private readonly List<LineDocument> _lines = [];
        private readonly List<long> _fileLines = [];
        private readonly FieldErrors _errors = new();
        private readonly Dictionary<string, string> _values = [];

        public void Add(CsvRecord record, string? fault, CsvHeader header)
        {
            if (fault is not null)
            {
                _errors.Add(string.Create(CultureInfo.InvariantCulture, $"#/lines/{_lines.Count}/"), fault);
            }

            foreach (var column in CsvColumns.OfOrder.Keys.Concat(header.Dimensions))
            {
                if (Value(column, header.Of(column, record.Fields)) is not { } text || _values.TryAdd(column, text))
                {
                    continue;
                }

                _errors.Require(_values[column] == text, $"#/{column}", $"differs between rows of the same order (line {record.Line})");
            }

            var line = new LineDocument(null, null, null);
            foreach (var (column, set) in CsvColumns.OfLine)
            {
                line = header.Of(column, record.Fields) is { } text ? set(line, text) : line;
            }

            _lines.Add(line);
            _fileLines.Add(record.Line);
        }

        public OrderRow Row() => new(
            _values.Aggregate(new OrderDocument { Lines = _lines }, (order, value) => Set(order, value.Key, value.Value)),
            _fileLines, _errors);

        private static OrderDocument Set(OrderDocument order, string column, string text) =>
            CsvColumns.OfOrder.TryGetValue(column, out var set)
                ? set(order, text)
                : order with { Dimensions = [.. order.Dimensions, KeyValuePair.Create(column, (string?)text)] };

        // Spreadsheets write TRUE.
        private string? Value(string column, string? text)
        {
            if (column != CsvColumns.TaxIncluded || text is null)
            {
                return text;
            }

            var lower = text.ToLowerInvariant();
            _errors.Require(lower is "true" or "false", $"#/{column}", "must be true or false");
            return lower;
        }
    }
}
