using System.Text;
using System.Text.Json;
using Analytics.Simulation.DynamoDb;
using Analytics.Simulation.Reference;

namespace Analytics.Simulation.Stack;

/// <summary>Remembers every record that must end in quarantine, with its bytes.</summary>
internal sealed class PoisonLog
{
    private readonly Dictionary<string, byte[]> _sure = [];

    // Sequence numbers, and the same in UTF-8, of records that have not been delivered yet.
    private readonly Dictionary<string, byte[]> _awaited = [];

    /// <summary>The data of the records that were put on the Kinesis stream.</summary>
    public List<byte[]> Fast { get; } = [];

    /// <summary>The records of the table's stream as they were delivered, one for each sequence number.</summary>
    public IReadOnlyCollection<byte[]> Sure => _sure.Values;

    /// <summary>How many records of the table's stream have a new image that is no valid order and were not delivered yet.</summary>
    public int AwaitedCount => _awaited.Count;

    /// <summary>Looks at a record of the table's stream when it is made.</summary>
    public void Recorded(TableChange change, string sequenceNumber)
    {
        if (change.After is { } after && TrueOrder.Read(after) is null)
        {
            _awaited.Add(sequenceNumber, Encoding.UTF8.GetBytes(sequenceNumber));
        }
    }

    /// <summary>Looks at what is being delivered.</summary>
    public void Delivering(ReadOnlyMemory<byte> payload)
    {
        // Both streams number their records alike.
        if (_awaited.Count == 0 || payload.Span.IndexOf("aws:dynamodb"u8) < 0
            || !_awaited.Values.Any(number => payload.Span.IndexOf(number) >= 0))
        {
            return;
        }

        using var json = JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = 512 });
        foreach (var record in json.RootElement.GetProperty("Records").EnumerateArray())
        {
            if (record.TryGetProperty("dynamodb", out var images) && images.GetProperty("SequenceNumber").GetString() is { } number
                && _awaited.Remove(number))
            {
                _sure.Add(number, Encoding.UTF8.GetBytes(record.GetRawText()));
            }
        }
    }
}
