using System.Text;
using System.Text.Json;

namespace Analytics.Simulation.Shop;

/// <summary>Remembers every record that must end in quarantine, with its bytes.</summary>
internal sealed class PoisonLog
{
    /// <summary>What every poisonous item of the orders table holds, so that its records are known when they come by.</summary>
    public const string Mark = "poison-";

    private static readonly byte[] MarkBytes = Encoding.UTF8.GetBytes(Mark);

    private readonly Dictionary<string, byte[]> _sure = [];

    /// <summary>The data of the records that were put on the fast road.</summary>
    public List<byte[]> Fast { get; } = [];

    /// <summary>The records of the table's stream as they were delivered, one for each sequence number.</summary>
    public IReadOnlyCollection<byte[]> Sure => _sure.Values;

    /// <summary>How many poisonous changes were made to the table.</summary>
    public int SureCount { get; set; }

    /// <summary>Looks at what is being delivered.</summary>
    public void Delivering(ReadOnlyMemory<byte> payload)
    {
        if (SureCount == 0 || payload.Span.IndexOf(MarkBytes) < 0)
        {
            return;
        }

        using var json = JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = 512 });
        foreach (var record in json.RootElement.GetProperty("Records").EnumerateArray())
        {
            if (record.TryGetProperty("dynamodb", out var images) && record.GetRawText() is var text && text.Contains(Mark, StringComparison.Ordinal))
            {
                _sure.TryAdd(images.GetProperty("SequenceNumber").GetString()!, Encoding.UTF8.GetBytes(text));
            }
        }
    }
}
