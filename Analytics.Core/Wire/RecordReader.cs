using System.Text.Json;
using Analytics.Core.Changes;

namespace Analytics.Core.Wire;

/// <summary>
/// Parses the event of a Lambda invocation directly from UTF-8: a batch of Kinesis or DynamoDB Streams records. Not thread-safe.
/// </summary>
/// <remarks>
/// Reuse one instance for all batches, so that its tables grow only once. Records that it does not accept are left to the validating
/// parsers.
/// </remarks>
public sealed class RecordReader
{
    // An item may nest 32 levels (DynamoDB quotas), each of which takes two levels in the event.
    private static readonly JsonReaderOptions SkipOptions = new() { MaxDepth = 256 };

    private readonly ChangeReader _changes = new();
    private readonly FastKinesisParser _kinesis;
    private readonly FastStreamParser _stream;
    private RecordRow[] _records = [];
    private int _count;

    /// <summary>Creates a reader with its own change table.</summary>
    public RecordReader()
    {
        (_kinesis, _stream) = (new FastKinesisParser(new KinesisData(_changes)), new FastStreamParser(_changes));
    }

    /// <summary>The changes of the current batch. Cleared by the next <see cref="TryRead"/>.</summary>
    public ChangeTable Changes => _changes.Table;

    /// <summary>The records of the current batch, in order.</summary>
    public ReadOnlySpan<RecordRow> Records => _records.AsSpan(0, _count);

    /// <summary>Removes the records and changes of the current batch.</summary>
    public void Clear()
    {
        _count = 0;
        Changes.Clear();
    }

    /// <summary>Parses an event. Discards the previous batch first.</summary>
    /// <returns>Whether the event is a batch of records. If not, the reader is empty.</returns>
    public bool TryRead(ReadOnlySpan<byte> utf8)
    {
        Clear();
        if (!TryReadAll(utf8))
        {
            Clear();
            return false;
        }

        return true;
    }

    /// <summary>Adds a record that another parser read.</summary>
    public void Add(RecordRow record)
    {
        if (_count == _records.Length)
        {
            Array.Resize(ref _records, Math.Max(16, _count * 2));
        }

        _records[_count++] = record;
    }

    /// <summary>Replaces the record at a zero-based index.</summary>
    public void Replace(int index, RecordRow record) => _records[index] = record;

    private bool TryReadAll(ReadOnlySpan<byte> utf8)
    {
        var json = new JsonCursor(utf8);
        if (!json.TrySkip("{\"Records\":["u8))
        {
            return false;
        }

        do
        {
            if (!TryReadRecord(ref json, utf8))
            {
                return false;
            }
        }
        while (json.TrySkip(","u8));
        return json.TrySkip("]}"u8) && json.Rest.IsEmpty;
    }

    private bool TryReadRecord(ref JsonCursor json, ReadOnlySpan<byte> utf8)
    {
        json.SkipSpace();
        var start = utf8.Length - json.Rest.Length;
        if (!_kinesis.TryRead(ref json, utf8, out var record) && !_stream.TryRead(ref json, utf8, out record)
            && !TryPass(ref json, out record))
        {
            return false;
        }

        Add(record with { Start = start, Length = utf8.Length - json.Rest.Length - start });
        json.SkipSpace();
        return true;
    }

    // Accepts any JSON value: a validating parser reads the record, so only its end matters here.
    private static bool TryPass(ref JsonCursor json, out RecordRow record)
    {
        record = new RecordRow { Place = RecordRow.NotTaken };
        try
        {
            var reader = new Utf8JsonReader(json.Rest, SkipOptions);
            reader.Read();
            reader.Skip();
            json.Skip((int)reader.BytesConsumed);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

/// <summary>A record of a batch: its position in the event, and the row of its change.</summary>
public readonly record struct RecordRow
{
    /// <summary>Value of <see cref="Place"/> for a record that changes no totals.</summary>
    public const int Unchanged = -1;

    /// <summary>Value of <see cref="Place"/> for a record that this reader did not accept.</summary>
    public const int NotTaken = -2;

    /// <summary>Byte offset of the record in the event.</summary>
    public int Start { get; init; }

    /// <summary>Length of the record, in bytes.</summary>
    public int Length { get; init; }

    /// <summary>Byte range of the record's sequence number in the event.</summary>
    public Range SequenceNumber { get; init; }

    /// <summary>True for a Kinesis record; false for a DynamoDB Streams record.</summary>
    public bool IsKinesis { get; init; }

    /// <summary>When the stream received the record, in milliseconds since the Unix epoch; null if the record does not say.</summary>
    public long? ArrivedAt { get; init; }

    /// <summary>Row index of the record's change in the table, or <see cref="Unchanged"/> or <see cref="NotTaken"/>.</summary>
    public int Place { get; init; }
}
