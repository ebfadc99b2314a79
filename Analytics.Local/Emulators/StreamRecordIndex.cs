using Microsoft.Data.Sqlite;

namespace Analytics.Local.Emulators;

/// <summary>An index that dynoxide's database lacks.</summary>
/// <remarks>
/// With each write to a table that has a stream, dynoxide 1.2 looks for the highest sequence number among all records of that stream, and
/// looks at every one of them, while all others wait: for 8 ms with 12,000 records, and the stream of a busy day has ten times as many.
/// SQLite lets any process add an index, keeps it by itself and uses it for this question from then on.
/// </remarks>
internal static class StreamRecordIndex
{
    // The expression is the question's own: an index of any other would not be used for it.
    private const string Create =
        "CREATE INDEX IF NOT EXISTS stream_records_by_sequence_number ON _stream_records (table_name, CAST(sequence_number AS INTEGER))";

    /// <summary>Adds it where it is not there yet.</summary>
    /// <param name="databaseFile">A database that dynoxide has made; it may be running.</param>
    /// <exception cref="SqliteException">There is no such table in it, or it cannot be opened or written.</exception>
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
