using System.Text;

namespace Analytics.Operations.Import;

/// <summary>Reads CSV as RFC 4180 defines it. Lines may end with CRLF, LF or CR; empty lines are skipped.</summary>
public static class CsvReader
{
    private const int End = -1;

    /// <summary>Reads the records one by one. A record with a syntax error is returned with its fault, and the next one is read.</summary>
    public static IEnumerable<CsvRecord> Read(TextReader reader)
    {
        for (var line = 1L; ReadRecord(reader, ref line) is { } record;)
        {
            if (record.Fault is not null || record.Fields is not [""])
            {
                yield return record;
            }
        }
    }

    /// <summary>Writes a field, in quotes if it needs them.</summary>
    public static string Quote(string field) =>
        field.AsSpan().ContainsAny("\",\r\n") ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;

    private static CsvRecord? ReadRecord(TextReader reader, ref long line)
    {
        if (reader.Peek() == End)
        {
            return null;
        }

        var first = line;
        var fields = new List<string>();
        string? fault = null;
        var field = new StringBuilder();
        int end;
        do
        {
            field.Clear();
            end = ReadField(reader, field, ref line, ref fault);
            fields.Add(field.ToString());
        }
        while (end == ',');

        return new CsvRecord(first, fields, fault);
    }

    // Returns what ended the field: a comma, a line feed for any end of line, or the end of the text.
    private static int ReadField(TextReader reader, StringBuilder field, ref long line, ref string? fault)
    {
        var isQuoted = reader.Peek() == '"';
        if (isQuoted)
        {
            reader.Read();
            ReadQuoted(reader, field, ref line, ref fault);
        }

        while (true)
        {
            var next = reader.Read();
            switch (next)
            {
                case ',' or End:
                    return next;
                case '\r' or '\n':
                    if (next == '\r' && reader.Peek() == '\n')
                    {
                        reader.Read();
                    }

                    line++;
                    return '\n';
                default:
                    fault ??= isQuoted ? $"has text after a closing quote (line {line})"
                        : next == '"' ? $"has a quote in a field that does not begin with one (line {line})" : null;
                    field.Append((char)next);
                    break;
            }
        }
    }

    private static void ReadQuoted(TextReader reader, StringBuilder field, ref long line, ref string? fault)
    {
        var opened = line;
        while (true)
        {
            var next = reader.Read();
            switch (next)
            {
                case End:
                    fault ??= $"has a quote that is opened on line {opened} and never closed";
                    return;
                case '"' when reader.Peek() == '"':
                    reader.Read();
                    field.Append('"');
                    break;
                case '"':
                    return;
                default:
                    line += next == '\n' || (next == '\r' && reader.Peek() != '\n') ? 1 : 0;
                    field.Append((char)next);
                    break;
            }
        }
    }
}
