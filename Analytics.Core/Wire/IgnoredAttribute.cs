using System.Buffers;
using System.Buffers.Text;
using System.Text.Unicode;

namespace Analytics.Core.Wire;

/// <summary>Finds the end of an attribute that does not count, of any type, in an order image without whitespace.</summary>
/// <remarks>
/// Accepts only what the general parser reads without an error. It refuses the rest, such as deep nesting, which it leaves to that parser.
/// </remarks>
internal static class IgnoredAttribute
{
    private const int MaxDepth = 8;

    // Bytes that end a string, start an escape, or must not occur in a string: control characters (RFC 8259, section 7).
    private static readonly SearchValues<byte> TextEnds =
        SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, ' ').Select(code => (byte)code)]);

    /// <summary>Skips a colon and an attribute value, as <c>:{"S":"text"}</c>.</summary>
    /// <param name="utf8">The bytes after the attribute's name.</param>
    /// <param name="length">Length of the colon and the value, in bytes.</param>
    public static bool TrySkip(ReadOnlySpan<byte> utf8, out int length) =>
        TrySkip(utf8, MaxDepth, out length);

    // Each of the following methods returns how many bytes it read; 0 if it refuses them.
    private static int LengthOfValue(ReadOnlySpan<byte> json, int depth)
    {
        if (depth == 0 || !json.StartsWith("{\""u8) || json[2..].IndexOf((byte)'"') is not (> 0 and var typeLength))
        {
            return 0;
        }

        var type = json.Slice(2, typeLength);
        var start = typeLength + 4;
        if (json.Length <= start || json[start - 1] != ':')
        {
            return 0;
        }

        var length = LengthOfContent(type, json[start..], depth);
        return length > 0 && json.Length > start + length && json[start + length] == '}' ? start + length + 1 : 0;
    }

    private static int LengthOfContent(ReadOnlySpan<byte> type, ReadOnlySpan<byte> json, int depth) =>
        type.SequenceEqual("S"u8) || type.SequenceEqual("N"u8) ? LengthOfText(json)
        : type.SequenceEqual("B"u8) ? LengthOfBase64(json)
        : type.SequenceEqual("BOOL"u8) || type.SequenceEqual("NULL"u8) ? LengthOfBoolean(json)
        : type.SequenceEqual("SS"u8) || type.SequenceEqual("NS"u8) ? LengthOfList(json, static (text, _) => LengthOfText(text), depth)
        : type.SequenceEqual("BS"u8) ? LengthOfList(json, static (text, _) => LengthOfBase64(text), depth)
        : type.SequenceEqual("L"u8) ? LengthOfList(json, LengthOfValue, depth - 1)
        : type.SequenceEqual("M"u8) ? LengthOfMap(json, depth - 1)
        : 0;

    private static int LengthOfBoolean(ReadOnlySpan<byte> json) =>
        json.StartsWith("true"u8) ? 4 : json.StartsWith("false"u8) ? 5 : 0;

    private static int LengthOfList(ReadOnlySpan<byte> json, Func<ReadOnlySpan<byte>, int, int> lengthOfElement, int depth)
    {
        if (json.StartsWith("[]"u8))
        {
            return 2;
        }

        var length = 0;
        do
        {
            // The byte before an element is the bracket or a comma.
            length++;
            var element = json.IsEmpty || (length == 1 && json[0] != '[') ? 0 : lengthOfElement(json[length..], depth);
            length += element;
            if (element == 0 || length >= json.Length)
            {
                return 0;
            }
        }
        while (json[length] == ',');
        return json[length] == ']' ? length + 1 : 0;
    }

    private static int LengthOfMap(ReadOnlySpan<byte> json, int depth)
    {
        if (json.StartsWith("{}"u8))
        {
            return 2;
        }

        var length = 0;
        do
        {
            length++;
            var name = json.IsEmpty || (length == 1 && json[0] != '{') ? 0 : LengthOfText(json[length..]);
            if (name == 0 || !TrySkip(json[(length + name)..], depth, out var value))
            {
                return 0;
            }

            length += name + value;
            if (length >= json.Length)
            {
                return 0;
            }
        }
        while (json[length] == ',');
        return json[length] == '}' ? length + 1 : 0;
    }

    private static bool TrySkip(ReadOnlySpan<byte> utf8, int depth, out int length)
    {
        length = utf8.StartsWith(":"u8) ? LengthOfValue(utf8[1..], depth) + 1 : 0;
        return length > 1;
    }

    private static int LengthOfBase64(ReadOnlySpan<byte> json)
    {
        var end = json.StartsWith("\""u8) ? json[1..].IndexOf((byte)'"') : -1;
        return end >= 0 && end % 4 == 0 && Base64.IsValid(json.Slice(1, end)) ? end + 2 : 0;
    }

    private static int LengthOfText(ReadOnlySpan<byte> json)
    {
        if (!json.StartsWith("\""u8))
        {
            return 0;
        }

        var length = 1;
        while (true)
        {
            var next = json[length..].IndexOfAny(TextEnds);
            if (next < 0)
            {
                return 0;
            }

            length += next;
            if (json[length] == '"')
            {
                return Utf8.IsValid(json[1..length]) ? length + 1 : 0;
            }

            var escape = LengthOfEscape(json[length..]);
            if (escape == 0)
            {
                return 0;
            }

            length += escape;
        }
    }

    private static int LengthOfEscape(ReadOnlySpan<byte> json)
    {
        if (json.Length < 2 || json[0] != '\\')
        {
            return 0;
        }

        if (json[1] != 'u')
        {
            return "\"\\/bfnrt"u8.Contains(json[1]) ? 2 : 0;
        }

        // Half a surrogate pair cannot be converted to text.
        return !TryReadUnit(json, out var unit) ? 0
            : !char.IsSurrogate(unit) ? 6
            : char.IsHighSurrogate(unit) && TryReadUnit(json[6..], out var low) && char.IsLowSurrogate(low) ? 12
            : 0;
    }

    private static bool TryReadUnit(ReadOnlySpan<byte> json, out char unit)
    {
        Span<byte> bytes = stackalloc byte[2];
        unit = default;
        if (json.Length < 6 || !json.StartsWith("\\u"u8)
            || Convert.FromHexString(json.Slice(2, 4), bytes, out _, out _) != OperationStatus.Done)
        {
            return false;
        }

        unit = (char)(bytes[0] << 8 | bytes[1]);
        return true;
    }
}
