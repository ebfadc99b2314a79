using System.Buffers;
using System.Text.Json;

namespace Analytics.Core.Wire;

/// <summary>Replaces objects and arrays below the depth that readers use with null, so that ignored fields may nest to any depth.</summary>
/// <remarks><see cref="JsonDocument"/> takes time quadratic in the depth: 30 seconds for 256 KB of brackets.</remarks>
internal static class DeepJson
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = int.MaxValue };

    /// <summary>Replaces every object and array below a depth with null.</summary>
    /// <param name="utf8">JSON in UTF-8.</param>
    /// <param name="maxDepth">Number of levels to keep.</param>
    /// <returns>The text without those values; null if there are none, or if the text is not JSON.</returns>
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
