using System.Globalization;
using System.Text;

namespace Analytics.Cli.Quarantine;

/// <summary>Formats bytes for display: as text if all of it is printable, otherwise as a hex dump.</summary>
internal static class RawText
{
    private const int BytesInLine = 16;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The bytes as text, or as lines of offset, hexadecimal and ASCII.</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var text = Strict.GetString(bytes);
            return text.EnumerateRunes().All(rune => rune.Value is '\n' or '\r' or '\t' || IsPrintable(rune)) ? text : Hex(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Hex(bytes);
        }
    }

    /// <summary>Whether a character only displays itself and does not otherwise affect a terminal.</summary>
    public static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static string Hex(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        for (var offset = 0; offset < bytes.Length; offset += BytesInLine)
        {
            var line = bytes[offset..Math.Min(bytes.Length, offset + BytesInLine)];
            var hex = string.Join(' ', line.ToArray().Select(value => value.ToString("x2", CultureInfo.InvariantCulture)));
            var ascii = string.Concat(line.ToArray().Select(value => value is >= 0x20 and < 0x7f ? (char)value : '.'));
            text.Append(CultureInfo.InvariantCulture, $"{offset:x8}  {hex.PadRight(3 * BytesInLine)} {ascii}\n");
        }

        return text.ToString().TrimEnd('\n');
    }
}
