using System.Text;
using System.Text.Json;
using Analytics.Simulation.DynamoDb;
using Analytics.Simulation.Reference;

namespace Analytics.Simulation.Stack;

/// <summary>Records every record that must end up in quarantine, with its bytes.</summary>
internal sealed class PoisonLog
{
    private readonly Dictionary<string, byte[]> _sure = [];

    // Sequence numbers, with their UTF-8 bytes, of records not yet delivered.
    private readonly Dictionary<string, byte[]> _awaited = [];

    /// <summary>The data of the poison records put on the Kinesis stream.</summary>
    public List<byte[]> OnKinesis { get; } = [];

    /// <summary>The poison records of the table stream as delivered, one per sequence number.</summary>
    public IReadOnlyCollection<byte[]> OnTableStream => _sure.Values;

    /// <summary>Number of table stream records with an invalid order as new image that are not yet delivered.</summary>
    public int AwaitedCount => _awaited.Count;

    /// <summary>Examines a table stream record when it is created.</summary>
    public void Recorded(TableChange change, string sequenceNumber)
    {
        if (change.After is { } after && TrueOrder.Read(after) is null)
        {
            _awaited.Add(sequenceNumber, Encoding.UTF8.GetBytes(sequenceNumber));
        }
    }

    /// <summary>Examines a payload that is being delivered.</summary>
    public void Delivering(ReadOnlyMemory<byte> payload)
    {
        // Both streams use the same format of sequence numbers, so the source must be checked as well.
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
