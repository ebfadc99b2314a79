using System.Text.Json;
using Analytics.Core.Changes;

namespace Analytics.Core.Wire;

/// <summary>
/// Reads the event of an invocation, straight from its bytes: a batch of Kinesis or DynamoDB Streams records. Not thread-safe.
/// </summary>
/// <remarks>
/// It is used for one batch after another, so that its tables grow once. What it does not take is for the thorough readers.
/// </remarks>
public sealed class RecordReader
{
    // An item may nest 32 levels (DynamoDB quotas), each of which is two in the event.
    private static readonly JsonReaderOptions SkipOptions = new() { MaxDepth = 256 };

    private readonly ChangeReader _changes = new();
    private readonly FastKinesisParser _kinesis;
    private readonly FastStreamParser _stream;
    private RecordRow[] _records = [];
    private int _count;

    /// <summary>A reader with a table of its own.</summary>
    public RecordReader()
    {
        (_kinesis, _stream) = (new FastKinesisParser(new KinesisData(_changes)), new FastStreamParser(_changes));
    }

    /// <summary>The changes of the batch.</summary>
    public ChangeTable Changes => _changes.Table;

    /// <summary>The records of the batch, in their order.</summary>
    public ReadOnlySpan<RecordRow> Records => _records.AsSpan(0, _count);

    /// <summary>Forgets the batch.</summary>
    public void Clear()
    {
        _count = 0;
        Changes.Clear();
    }

    /// <summary>Reads an event; what was read before is forgotten.</summary>
    /// <returns>Whether it has the form of such an event. If not, nothing was read.</returns>
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

    /// <summary>Adds a record that was read otherwise.</summary>
    public void Add(RecordRow record)
    {
        if (_count == _records.Length)
        {
            Array.Resize(ref _records, Math.Max(16, _count * 2));
        }

        _records[_count++] = record;
    }

    /// <summary>Puts another record in the place of one.</summary>
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

    // Any value at all: the record is for the thorough reader, and only its end is looked for.
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

/// <summary>A record of a batch.</summary>
public readonly record struct RecordRow
{
    /// <summary>A <see cref="Place"/> of a record that changes no count.</summary>
    public const int Unchanged = -1;

    /// <summary>A <see cref="Place"/> of a record that was not taken.</summary>
    public const int NotTaken = -2;

    /// <summary>Where the record begins in the event.</summary>
    public int Start { get; init; }

    /// <summary>How many bytes of the event it is.</summary>
    public int Length { get; init; }

    /// <summary>Where its sequence number stands in the event.</summary>
    public Range SequenceNumber { get; init; }

    /// <summary>Whether it came from Kinesis, and not from DynamoDB Streams.</summary>
    public bool IsKinesis { get; init; }

    /// <summary>When the stream took it in, in milliseconds since the Unix epoch; null where it does not say.</summary>
    public long? ArrivedAt { get; init; }

    /// <summary>The place of its change in the table, or <see cref="Unchanged"/> or <see cref="NotTaken"/>.</summary>
    public int Place { get; init; }
}
