using System.Buffers;
using System.Text.Json;

namespace Analytics.Core.Wire;

/// <summary>Cuts values that nest deeper than anything that is read, so that ignored fields may nest as deep as they like.</summary>
/// <remarks><see cref="JsonDocument"/> takes time that grows with the square of the depth: 30 seconds for 256 KB of brackets.</remarks>
internal static class DeepJson
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = int.MaxValue };

    /// <summary>Replaces every value below a depth by null.</summary>
    /// <param name="utf8">JSON.</param>
    /// <param name="maxDepth">How many levels remain.</param>
    /// <returns>The text without those values; null where there are none, or where it is not JSON.</returns>
    public static ReadOnlyMemory<byte>? Prune(ReadOnlySpan<byte> utf8, int maxDepth)
    {
        var pruned = new ArrayBufferWriter<byte>(1024);
        var json = new Utf8JsonReader(utf8, Options);
        var copied = 0;
        try
        {
            while (json.Read())
            {
                if (json.CurrentDepth >= maxDepth && json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                {
                    pruned.Write(utf8[copied..(int)json.TokenStartIndex]);
                    pruned.Write("null"u8);
                    json.Skip();
                    copied = (int)json.BytesConsumed;
                }
            }
        }
        catch (JsonException)
        {
            return null;
        }

        pruned.Write(utf8[copied..]);
        return copied == 0 ? null : pruned.WrittenMemory;
    }
}
