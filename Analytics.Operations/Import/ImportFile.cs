using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Analytics.Core.Orders;
using Analytics.Core.Wire;
using Analytics.Functions.Orders;

namespace Analytics.Operations.Import;

/// <summary>A file of orders.</summary>
/// <remarks>Reading it takes memory for all of its orders: about two kilobytes for each.</remarks>
/// <param name="path">The file.</param>
/// <param name="format">Its format.</param>
/// <param name="map">The product's name of a CSV column by the file's name of it.</param>
/// <param name="times">Reads its times.</param>
/// <param name="dimensions">The dimensions that its orders may have.</param>
public sealed class ImportFile(
    string path, ImportFormat format, IReadOnlyDictionary<string, string> map, ImportTime times, OrderDimensions dimensions)
{
    // The file of rejected rows that this instance has written, or found with the same content.
    private string? _rejectedPath;

    /// <summary>The file beside it that receives the rejected rows, unless an earlier import left one with other content.</summary>
    public string RejectedPath => RejectedPathOf(1);

    /// <summary>Reads and validates all of it.</summary>
    /// <param name="now">The current time.</param>
    /// <exception cref="ImportException">The file as a whole cannot be imported.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public ImportPlan Read(DateTimeOffset now)
    {
        var rejections = new List<Rejection>();
        var check = new OrderRowCheck(HashOf(path), times, now);
        using var reader = Open();
        IReadOnlyList<string> ignored = [];
        IEnumerable<OrderRow> rows;
        if (format == ImportFormat.Csv)
        {
            var records = CsvReader.Read(reader).GetEnumerator();
            if (!records.MoveNext())
            {
                throw new ImportException($"{path} is empty.");
            }

            var header = records.Current.Fault is { } fault
                ? throw new ImportException($"The first row of {path}, which names the columns, {fault}.")
                : new CsvHeader(records.Current.Fields, map, dimensions);
            ignored = header.Ignored;
            rows = CsvOrders.Read(Rest(records), header, rejections);
        }
        else
        {
            rows = map.Count == 0
                ? NdjsonOrders.Read(reader, dimensions, rejections)
                : throw new ImportException("--map is for CSV files only.");
        }

        var orders = new Dictionary<OrderId, ImportedOrder>();
        var (repeated, unnumbered) = (0, 0);
        foreach (var row in rows)
        {
            if (check.Check(row) is not { } order)
            {
                rejections.AddRange(row.FileLines.Select(line => new Rejection(line, Reason(row, line))));
            }
            else if (orders.TryAdd(order.Id, order))
            {
                unnumbered += row.IsUnnumbered ? 1 : 0;
            }
            else
            {
                if (SameContent(orders[order.Id], order))
                {
                    repeated++;
                }
                else
                {
                    rejections.AddRange(order.FileLines.Select(line => new Rejection(line, string.Create(
                        CultureInfo.InvariantCulture,
                        $"has the same reference or id as line {orders[order.Id].FileLines[0]}, with other content"))));
                }
            }
        }

        return new ImportPlan(
            [.. orders.Values.OrderBy(order => order.PlacedAt).ThenBy(order => order.Id.Value)],
            [.. rejections.OrderBy(rejection => rejection.FileLine)], repeated, ignored) { Unnumbered = unnumbered };
    }

    /// <summary>
    /// Writes the rejected rows with their reasons to <see cref="RejectedPath"/>, in place of what this instance wrote before. A file that
    /// an earlier import left is not replaced if its content differs, since it may have been corrected: the next free name is used.
    /// </summary>
    /// <returns>The file; null if there are no rejected rows.</returns>
    public string? WriteRejected(IReadOnlyList<Rejection> rejections)
    {
        var before = _rejectedPath;
        _rejectedPath = null;
        if (rejections.Count > 0)
        {
            var written = $"{path}.rejected.tmp";
            WriteRejected(rejections, written);
            _rejectedPath = Enumerable.Range(1, int.MaxValue).Select(RejectedPathOf).First(
                candidate => candidate == before || !File.Exists(candidate) || new FileInfo(candidate).Length == 0
                    || HashOf(candidate) == HashOf(written));
            File.Move(written, _rejectedPath, overwrite: true);
        }

        if (before is not null && before != _rejectedPath)
        {
            File.Delete(before);
        }

        return _rejectedPath;
    }

    private string RejectedPathOf(int number) => string.Create(
        CultureInfo.InvariantCulture, $"{path}.rejected{(number == 1 ? "" : $"-{number}")}{format.Extension()}");

    private void WriteRejected(IReadOnlyList<Rejection> rejections, string to)
    {
        var reasons = rejections.ToDictionary(rejection => rejection.FileLine, rejection => rejection.Reason);
        using var reader = Open();
        using var writer = new StreamWriter(to, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        if (format == ImportFormat.Csv)
        {
            WriteCsv(reader, writer, reasons);
        }
        else
        {
            WriteNdjson(reader, writer, reasons);
        }
    }

    private static void WriteCsv(TextReader reader, TextWriter writer, Dictionary<long, string> reasons)
    {
        var isHeader = true;
        foreach (var record in CsvReader.Read(reader))
        {
            if (isHeader || reasons.ContainsKey(record.Line))
            {
                IEnumerable<string> front = isHeader
                    ? ["line", "reason"]
                    : [record.Line.ToString(CultureInfo.InvariantCulture), reasons[record.Line]];
                writer.Write($"{string.Join(',', front.Concat(record.Fields).Select(CsvReader.Quote))}\r\n");
            }

            isHeader = false;
        }
    }

    private static void WriteNdjson(TextReader reader, TextWriter writer, Dictionary<long, string> reasons)
    {
        for (var line = 1L; reader.ReadLine() is { } text; line++)
        {
            if (reasons.TryGetValue(line, out var reason))
            {
                writer.Write($"{RejectedOrder.Write(line, reason, RejectedOrder.TextOf(text))}\n");
            }
        }
    }

    // A pointer of a CSV row names its column; the row of a line error is the one that it is in.
    private string Reason(OrderRow row, long line)
    {
        if (format == ImportFormat.Ndjson)
        {
            return string.Join("; ", row.Errors.List.Select(error => $"{error.Pointer.TrimStart('#', '/')} {error.Detail}".Trim()));
        }

        return string.Join("; ", row.Errors.List.Select(error =>
        {
            var parts = error.Pointer.Split('/');
            if (parts is not [_, "lines", var number, var column])
            {
                return $"{parts[^1]} {error.Detail}";
            }

            var at = row.FileLines[int.Parse(number, CultureInfo.InvariantCulture)];
            var fault = $"{column} {error.Detail}".TrimStart();
            return at == line ? fault : string.Create(CultureInfo.InvariantCulture, $"line {at} of the same order: {fault}");
        }));
    }

    private static bool SameContent(ImportedOrder left, ImportedOrder right) =>
        left.PlacedAt == right.PlacedAt && left.CancelledAt == right.CancelledAt
        && RequestHash.Of(left.Terms) == RequestHash.Of(right.Terms);

    private static string HashOf(string file)
    {
        using var content = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }

    private StreamReader Open() => new(path, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, bufferSize: 64 * 1024);

    private static IEnumerable<CsvRecord> Rest(IEnumerator<CsvRecord> records)
    {
        using (records)
        {
            while (records.MoveNext())
            {
                yield return records.Current;
            }
        }
    }
}
