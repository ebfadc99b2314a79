using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Analytics.Core.Wire;

/// <summary>Describes why a text is not valid JSON, and where. Lines and positions are counted from 1.</summary>
internal static class JsonFault
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = int.MaxValue };

    /// <summary>Describes the first position that is not UTF-8; null if the whole text is UTF-8.</summary>
    public static string? OfEncoding(ReadOnlySpan<byte> utf8)
    {
        var rest = utf8;
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(rest, out _, out var consumed) != OperationStatus.Done)
            {
                return $"{At(utf8, utf8.Length - rest.Length)}: it is not UTF-8";
            }

            rest = rest[consumed..];
        }

        return null;
    }

    /// <summary>Describes why the parser refused a text.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="maxDepth">Depth down to which objects are searched for duplicate names.</param>
    public static string Of(ReadOnlySpan<byte> utf8, int maxDepth)
    {
        if (utf8.Trim(" \t\r\n"u8).IsEmpty)
        {
            return "it is empty";
        }

        var json = new Utf8JsonReader(utf8, Options);
        try
        {
            return OfNames(ref json, utf8, maxDepth) ?? "it cannot be read";
        }
        catch (JsonException syntax)
        {
            var offset = Offset(utf8, syntax.LineNumber ?? 0, syntax.BytePositionInLine ?? 0);
            return $"{At(utf8, offset)}: {OfSyntax(utf8, offset)}";
        }
        catch (InvalidOperationException)
        {
            return $"{At(utf8, (int)json.TokenStartIndex)}: a name holds half of a surrogate pair";
        }
    }

    private static string? OfNames(ref Utf8JsonReader json, ReadOnlySpan<byte> utf8, int maxDepth)
    {
        var names = new Stack<HashSet<string>>();
        string? fault = null;
        while (json.Read())
        {
            if (json.CurrentDepth >= maxDepth && json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                json.Skip();
            }
            else if (json.TokenType == JsonTokenType.StartObject)
            {
                names.Push([]);
            }
            else if (json.TokenType == JsonTokenType.EndObject)
            {
                names.Pop();
            }
            else if (json.TokenType == JsonTokenType.PropertyName && !names.Peek().Add(json.GetString()!))
            {
                fault ??= $"{At(utf8, (int)json.TokenStartIndex)}: the name '{json.GetString()}' appears twice in one object";
            }
        }

        return fault;
    }

    private static string OfSyntax(ReadOnlySpan<byte> utf8, int offset)
    {
        if (offset >= utf8.Length)
        {
            return "it ends too early";
        }

        Rune.DecodeFromUtf8(utf8[offset..], out var found, out _);
        var before = utf8[..offset].TrimEnd(" \t\r\n"u8);
        return found.Value switch
        {
            '}' or ']' when before is [.., (byte)','] => $"there must be no comma before {found}",
            '/' => "JSON has no comments",
            < ' ' => string.Create(
                CultureInfo.InvariantCulture, $"the control character U+{found.Value:X4} must be escaped in a string, or left out"),
            _ => $"'{found}' is not expected here",
        };
    }

    // The parser counts lines, and bytes within a line, from 0.
    private static int Offset(ReadOnlySpan<byte> utf8, long line, long byteInLine)
    {
        var start = 0;
        for (; line > 0; line--)
        {
            start += utf8[start..].IndexOf((byte)'\n') + 1;
        }

        return (int)Math.Min(start + byteInLine, utf8.Length);
    }

    private static string At(ReadOnlySpan<byte> utf8, int offset)
    {
        var before = utf8[..offset];
        var line = before.Count((byte)'\n') + 1;
        var inLine = before[(before.LastIndexOf((byte)'\n') + 1)..];
        // Count the bytes that are not UTF-8 continuation bytes: each starts a character.
        var characters = 0;
        foreach (var next in inLine)
        {
            characters += (next & 0xC0) == 0x80 ? 0 : 1;
        }

        return string.Create(CultureInfo.InvariantCulture, $"line {line}, position {characters + 1}");
    }
}
