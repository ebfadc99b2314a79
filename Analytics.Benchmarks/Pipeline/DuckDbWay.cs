using System.Data.Common;
using System.Text;
using DuckDB.NET.Data;

namespace Analytics.Benchmarks.Pipeline;

/// <summary>DuckDB in memory, on one thread as the others: each payload a parameter of an insert, one aggregation in the end.</summary>
internal sealed class DuckDbWay : Way
{
    private const string State =
        """{"status":"VARCHAR","currency":"VARCHAR","placedAt":"TIMESTAMP","lines":[{"sku":"VARCHAR","quantity":"INTEGER","unitPrice":"DECIMAL(12,2)"}]}""";

    private const string Decoded = $$$"""from_json({{0}}, '{"id":"VARCHAR","data":{"before":{{{State}}},"after":{{{State}}}}}')""";

    private readonly DuckDBConnection _connection = new("Data Source=:memory:");
    private readonly DuckDBCommand _insert;
    private readonly DuckDBParameter _payload = new("payload", "");

    public DuckDbWay()
    {
        _connection.Open();
        Execute("SET threads = 1");
        Execute("SET preserve_insertion_order = false");
        Execute($"CREATE TABLE changes AS SELECT unnest({Decoded.Replace("{{0}}", "'{}'", StringComparison.Ordinal)}) LIMIT 0");
        _insert = _connection.CreateCommand();
        _insert.CommandText = $"""
            INSERT INTO changes
            SELECT unnest({Decoded.Replace("{{0}}", "decode(from_base64(data))", StringComparison.Ordinal)})
            FROM (SELECT unnest(json_extract_string($payload, '$.Records[*].kinesis.data')) AS data)
            """;
        _insert.Parameters.Add(_payload);
        _insert.Prepare();
    }

    public override void Process(ReadOnlyMemory<byte> payload)
    {
        _payload.Value = Encoding.UTF8.GetString(payload.Span);
        _insert.ExecuteNonQuery();
    }

    public override void Finish()
    {
        // The first of each change; the state after counts, and the one before is taken back.
        Execute("""
            CREATE TABLE sides AS
            WITH kept AS (SELECT min(rowid) AS row FROM changes GROUP BY id),
                 counted AS (SELECT changes.data FROM changes SEMI JOIN kept ON changes.rowid = kept.row)
            SELECT epoch_ms(data.before.placedAt) // 60000 AS minute, data.before.currency AS currency, -1 AS sign, data.before.lines AS lines
            FROM counted WHERE data.before.status = 'PLACED'
            UNION ALL
            SELECT epoch_ms(data.after.placedAt) // 60000, data.after.currency, 1, data.after.lines
            FROM counted WHERE data.after.status = 'PLACED'
            """);
        Execute("CREATE TABLE orders AS SELECT minute, currency, sum(sign)::BIGINT AS orders FROM sides GROUP BY ALL");
        Execute("""
            CREATE TABLE items AS
            SELECT minute, currency, line.sku AS sku, sum(sign * line.quantity)::BIGINT AS units,
                   sum(sign * line.quantity * (line.unitPrice * 100)::BIGINT)::BIGINT AS minor
            FROM (SELECT minute, currency, sign, unnest(lines) AS line FROM sides) GROUP BY ALL
            """);
    }

    public override ContenderSums Result()
    {
        var sums = new ContenderSums();
        foreach (var row in Rows("SELECT minute, currency, orders FROM orders"))
        {
            sums.AddTotals(row.GetInt64(0), row.GetString(1), row.GetInt64(2), 0, 0);
        }

        foreach (var row in Rows("SELECT minute, currency, sku, units, minor FROM items"))
        {
            sums.AddTotals(row.GetInt64(0), row.GetString(1), 0, row.GetInt64(3), row.GetInt64(4));
            sums.AddItem(row.GetInt64(0), row.GetString(2), row.GetString(1), row.GetInt64(3), row.GetInt64(4));
        }

        return sums;
    }

    public override void Dispose()
    {
        _insert.Dispose();
        _connection.Dispose();
        base.Dispose();
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private IEnumerable<DbDataReader> Rows(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return reader;
        }
    }
}
