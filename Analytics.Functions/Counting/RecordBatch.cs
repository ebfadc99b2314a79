using System.Text;
using System.Text.Json;
using Analytics.Core.Changes;
using Analytics.Core.Wire;

namespace Analytics.Functions.Counting;

/// <summary>The records of one invocation and the changes parsed from them. Not thread-safe.</summary>
/// <remarks>
/// The instance and its buffers are reused for the next batch. A record that the fast parser can read is not allocated as an object.
/// </remarks>
public sealed class RecordBatch
{
    private readonly RecordReader _reader = new();
    private readonly Dictionary<int, SourceRecord> _read = [];
    private ReadOnlyMemory<byte> _event;
    private byte[] _buffer = new byte[64 * 1024];

    /// <summary>Number of records.</summary>
    public int Count => _reader.Records.Length;

    /// <summary>The changes parsed from the records; a record may contain none.</summary>
    public ChangeTable Changes => _reader.Changes;

    /// <summary>The event source of the batch; Kinesis when the batch is empty.</summary>
    public ChangeSource Source => Count > 0 && !_reader.Records[0].IsKinesis ? ChangeSource.TableStream : ChangeSource.Kinesis;

    /// <summary>When the oldest record arrived in its stream; null when no record states it.</summary>
    public DateTimeOffset? OldestArrival
    {
        get
        {
            long? oldest = null;
            foreach (ref readonly var record in _reader.Records)
            {
                oldest = record.ArrivedAt is { } at && !(oldest <= at) ? at : oldest;
            }

            return oldest is { } milliseconds ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
        }
    }

    /// <summary>Creates a batch of records that are parsed already.</summary>
    public static RecordBatch Of(IEnumerable<SourceRecord> records)
    {
        var batch = new RecordBatch();
        foreach (var record in records)
        {
            batch.Add(record, default);
        }

        return batch;
    }

    /// <summary>Reads an invocation's event from a stream and replaces the previous batch.</summary>
    /// <exception cref="JsonException">The event is not JSON or has no records, so there is nothing to quarantine.</exception>
    public async Task ReadAsync(Stream input, CancellationToken cancellationToken)
    {
        var length = 0;
        while (await input.ReadAsync(_buffer.AsMemory(length), cancellationToken) is var read and > 0)
        {
            length += read;
            if (length == _buffer.Length)
            {
                Array.Resize(ref _buffer, length * 2);
            }
        }

        Read(_buffer.AsMemory(0, length));
    }

    /// <summary>Reads an invocation's event and replaces the previous batch.</summary>
    /// <param name="utf8">The event. Its bytes must not change until the batch is processed.</param>
    /// <exception cref="JsonException">The event is not JSON or has no records, so there is nothing to quarantine.</exception>
    public void Read(ReadOnlyMemory<byte> utf8)
    {
        _event = utf8;
        _read.Clear();
        if (!_reader.TryRead(utf8.Span))
        {
            foreach (var record in StreamEventParser.Read(utf8))
            {
                Add(record, default);
            }

            return;
        }

        for (var index = 0; index < Count; index++)
        {
            var row = _reader.Records[index];
            if (row.Place == RecordRow.NotTaken)
            {
                var record = StreamEventParser.ReadOne(utf8.Slice(row.Start, row.Length));
                _read[index] = record;
                _reader.Replace(index, Row(record, row));
            }
        }
    }

    /// <summary>The rows of all changes, in record order.</summary>
    public IEnumerable<int> Rows()
    {
        for (var index = 0; index < Count; index++)
        {
            if (RowOf(index) is var row and >= 0)
            {
                yield return row;
            }
        }
    }

    /// <summary>The row of a record's change in <see cref="Changes"/>; negative when the record has no change.</summary>
    public int RowOf(int index) => _reader.Records[index].Place;

    /// <summary>A record's sequence number, by which a failure is reported to Lambda; empty when the record has none.</summary>
    public string SequenceNumberOf(int index) => _read.TryGetValue(index, out var record)
        ? record.SequenceNumber
        : Encoding.UTF8.GetString(_event.Span[_reader.Records[index].SequenceNumber]);

    /// <summary>Why a record must be quarantined; null when it must not.</summary>
    public string? RejectionOf(int index) => _read.GetValueOrDefault(index)?.Parsed switch
    {
        ParsedChange.Rejected(var reason) => reason,
        ParsedChange.Accepted(_, var objection) => objection,
        _ => null,
    };

    /// <summary>A record as the validating parser reads it.</summary>
    public SourceRecord this[int index] => _read.TryGetValue(index, out var record)
        ? record
        : StreamEventParser.ReadOne(_event.Slice(_reader.Records[index].Start, _reader.Records[index].Length));

    private void Add(SourceRecord record, RecordRow at)
    {
        _read[Count] = record;
        _reader.Add(Row(record, at));
    }

    private RecordRow Row(SourceRecord record, RecordRow at) => at with
    {
        IsKinesis = record.Source == ChangeSource.Kinesis,
        ArrivedAt = record.ArrivedAt?.ToUnixTimeMilliseconds(),
        Place = record.Parsed is ParsedChange.Accepted(var change, _) ? Changes.Add(change).Row : RecordRow.Unchanged,
    };
}
