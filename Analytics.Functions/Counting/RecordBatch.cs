using System.Reactive.Disposables;
using System.Reactive.Linq;
using System.Text;
using System.Text.Json;
using Analytics.Core.Changes;
using Analytics.Core.Wire;

namespace Analytics.Functions.Counting;

/// <summary>The records of one invocation, and the changes in them. Not thread-safe.</summary>
/// <remarks>Its memory serves one batch after another: a record costs no object unless there is something about it.</remarks>
internal sealed class RecordBatch
{
    private readonly RecordReader _reader = new();
    private readonly Dictionary<int, SourceRecord> _read = [];
    private ReadOnlyMemory<byte> _event;
    private byte[] _buffer = new byte[64 * 1024];

    /// <summary>How many records there are.</summary>
    public int Count => _reader.Records.Length;

    /// <summary>The changes of those records that are one.</summary>
    public ChangeTable Changes => _reader.Changes;

    /// <summary>How the batch came: all its records by the same road.</summary>
    public Road Road => Count > 0 && !_reader.Records[0].IsKinesis ? Road.Sure : Road.Fast;

    /// <summary>When the stream took in the oldest record; null where none says.</summary>
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

    /// <summary>A batch of records that were read already.</summary>
    public static RecordBatch Of(IEnumerable<SourceRecord> records)
    {
        var batch = new RecordBatch();
        foreach (var record in records)
        {
            batch.Add(record, default);
        }

        return batch;
    }

    /// <summary>Reads an invocation's event from a stream; what was read before is forgotten.</summary>
    /// <exception cref="JsonException">The event itself is not JSON or holds no records: not ours to quarantine.</exception>
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

    /// <summary>Reads an invocation's event; what was read before is forgotten.</summary>
    /// <param name="utf8">The event, which must stay as it is until the batch is done.</param>
    /// <exception cref="JsonException">The event itself is not JSON or holds no records: not ours to quarantine.</exception>
    public void Read(ReadOnlyMemory<byte> utf8)
    {
        _event = utf8;
        _read.Clear();
        if (!_reader.TryRead(utf8.Span))
        {
            foreach (var record in EventBatch.Read(utf8))
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
                var record = EventBatch.ReadOne(utf8.Slice(row.Start, row.Length));
                _read[index] = record;
                _reader.Replace(index, Row(record, row));
            }
        }
    }

    /// <summary>The changes as a cold sequence, in the order of their records, without those that were turned away.</summary>
    public IObservable<Change> ToObservable() => Observable.Create<Change>(observer =>
    {
        for (var index = 0; index < Count; index++)
        {
            if (PlaceOf(index) is var place and >= 0)
            {
                observer.OnNext(Changes[place]);
            }
        }

        observer.OnCompleted();
        return Disposable.Empty;
    });

    /// <summary>The place of a record's change among <see cref="Changes"/>; negative where it has none.</summary>
    public int PlaceOf(int index) => _reader.Records[index].Place;

    /// <summary>A record's place in its shard, by which a failure is reported; empty where the record does not say.</summary>
    public string SequenceNumberOf(int index) => _read.TryGetValue(index, out var record)
        ? record.SequenceNumber
        : Encoding.UTF8.GetString(_event.Span[_reader.Records[index].SequenceNumber]);

    /// <summary>Why a record cannot be counted; null where it can, or changes no count.</summary>
    public string? RejectionOf(int index) => _read.TryGetValue(index, out var record) && record.Parsed is ParsedChange.Rejected(var reason) ? reason : null;

    /// <summary>A record as the thorough reader reads it.</summary>
    public SourceRecord this[int index] => _read.TryGetValue(index, out var record)
        ? record
        : EventBatch.ReadOne(_event.Slice(_reader.Records[index].Start, _reader.Records[index].Length));

    /// <summary>Turns a record away that was taken for a change.</summary>
    public void Reject(int index, string reason)
    {
        _read[index] = this[index] with { Parsed = new ParsedChange.Rejected(reason) };
        _reader.Replace(index, _reader.Records[index] with { Place = RecordRow.Unchanged });
    }

    private void Add(SourceRecord record, RecordRow at)
    {
        _read[Count] = record;
        _reader.Add(Row(record, at));
    }

    private RecordRow Row(SourceRecord record, RecordRow at) => at with
    {
        IsKinesis = record.Road == Road.Fast,
        ArrivedAt = record.ArrivedAt?.ToUnixTimeMilliseconds(),
        Place = record.Parsed is ParsedChange.Accepted(var change) ? Changes.Add(change).Index : RecordRow.Unchanged,
    };
}
