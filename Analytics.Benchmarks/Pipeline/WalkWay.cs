using System.Buffers.Text;
using System.Text.Json;

namespace Analytics.Benchmarks.Pipeline;

/// <summary>A limit: Utf8JsonReader goes through the event and every document in it, and nothing is made of it.</summary>
internal sealed class WalkWay : Way
{
    private readonly byte[] _document = new byte[256 * 1024];

    /// <summary>Tokens read, so that nothing is optimized away.</summary>
    public long Tokens { get; private set; }

    public override void Process(ReadOnlyMemory<byte> payload)
    {
        var json = new Utf8JsonReader(payload.Span);
        while (json.Read())
        {
            Tokens++;
            if (json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals("data"u8))
            {
                json.Read();
                Base64.DecodeFromUtf8(json.ValueSpan, _document, out _, out var written);
                var document = new Utf8JsonReader(_document.AsSpan(0, written));
                while (document.Read())
                {
                    Tokens++;
                }
            }
        }
    }

    public override ContenderSums? Result() => null;
}
