using System.Text;

namespace Analytics.Functions.Http;

/// <summary>Builds a table in CSV (RFC 4180): cells by comma, rows by CRLF, and quotes where a cell contains one of these.</summary>
internal sealed class CsvTable
{
    // A spreadsheet takes a cell that begins with one of these for a formula (OWASP, "CSV Injection").
    private const string FormulaStarts = "=+-@\t\r";

    private readonly StringBuilder _text = new();
    private bool _isRowEmpty = true;

    /// <summary>
    /// Adds a cell of text that a customer or shop chose. A leading apostrophe keeps a spreadsheet from taking it for a formula.
    /// </summary>
    public CsvTable Text(string text) =>
        Cell(text.Length > 0 && FormulaStarts.Contains(text[0], StringComparison.Ordinal) ? $"'{text}" : text);

    /// <summary>Adds a cell that the API wrote: a column's name, a number, a time. A negative number stays a number.</summary>
    public CsvTable Cell(string text)
    {
        if (!_isRowEmpty)
        {
            _text.Append(',');
        }

        _isRowEmpty = false;
        if (text.AsSpan().IndexOfAny("\",\r\n") < 0)
        {
            _text.Append(text);
        }
        else
        {
            _text.Append('"').Append(text.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        }

        return this;
    }

    /// <summary>Ends the row.</summary>
    public void EndRow()
    {
        _text.Append("\r\n");
        _isRowEmpty = true;
    }

    /// <summary>The table.</summary>
    public override string ToString() => _text.ToString();
}
