using Microsoft.Data.Sqlite;

namespace Analytics.Local.Emulators;

/// <summary>Adds an index that dynoxide's database lacks.</summary>
/// <remarks>
/// On each write to a table with a stream, dynoxide 1.2 queries the highest sequence number of that stream. Without an index the query
/// scans all of the stream's records and blocks all other requests: 8 ms with 12,000 records, and a busy day has ten times as many.
/// Any process can add an index to a SQLite database; SQLite then maintains it and uses it for this query.
/// </remarks>
internal static class StreamRecordIndex
{
    // The indexed expression must match the query's expression exactly, or SQLite does not use the index.
    private const string Create =
        "CREATE INDEX IF NOT EXISTS stream_records_by_sequence_number ON _stream_records (table_name, CAST(sequence_number AS INTEGER))";

    /// <summary>Creates the index if it does not exist.</summary>
    /// <param name="databaseFile">A database that dynoxide created; dynoxide may be running.</param>
    /// <exception cref="SqliteException">The database lacks the table, or cannot be opened or written.</exception>
    public static void Ensure(string databaseFile)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = databaseFile, Mode = SqliteOpenMode.ReadWrite, Pooling = false };
        using var connection = new SqliteConnection(settings.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = Create;
        command.ExecuteNonQuery();
    }
}
