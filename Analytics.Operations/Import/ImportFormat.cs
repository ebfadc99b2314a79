namespace Analytics.Operations.Import;

/// <summary>The format of a file to import.</summary>
public enum ImportFormat
{
    /// <summary>CSV (RFC 4180): one row for each line of an order, below a header with column names.</summary>
    Csv,

    /// <summary>One JSON object for each order, each on a line of its own.</summary>
    Ndjson,
}

/// <summary>Names of formats.</summary>
public static class ImportFormats
{
    /// <summary>The format that a file name's extension stands for; null if it stands for none.</summary>
    public static ImportFormat? OfFile(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".csv" => ImportFormat.Csv,
        ".ndjson" or ".jsonl" => ImportFormat.Ndjson,
        _ => null,
    };

    /// <summary>The extension of a file in a format, with its dot.</summary>
    public static string Extension(this ImportFormat format) => format == ImportFormat.Csv ? ".csv" : ".ndjson";
}
