using System.Globalization;
using System.Text;

namespace Analytics.Core.Orders;

/// <summary>Decides where a name may contain the invisible ZERO WIDTH NON-JOINER (ZWNJ) and ZERO WIDTH JOINER (ZWJ).</summary>
/// <remarks>
/// They are allowed where they change the rendering (UAX #31, section 2.3; RFC 5892, appendix A): after a virama, ZWNJ between letters of a
/// cursive script such as Persian, and ZWJ between the symbols of an emoji (UTS #51).
/// </remarks>
internal static class Joiners
{
    private const char NonJoiner = '\u200C';
    private const char Joiner = '\u200D';
    private const int Virama = 9;
    private const int EmojiPresentation = 0xFE0F;

    // Unicode blocks of the scripts whose letters join: Arabic with its supplements, Syriac, N'Ko, Mandaic, Mongolian, Phags-pa, and on the
    // supplementary plane Manichaean, Psalter Pahlavi, Rohingya, Sogdian, Chorasmian and Adlam.
    private static readonly (int From, int To)[] CursiveBlocks =
    [
        (0x0600, 0x077F), (0x07C0, 0x07FF), (0x0840, 0x08FF), (0x1800, 0x18AF), (0xA840, 0xA87F), (0x10AC0, 0x10AFF),
        (0x10B80, 0x10BAF), (0x10D00, 0x10D3F), (0x10EC0, 0x10EFF), (0x10F30, 0x10FDF), (0x1E900, 0x1E95F),
    ];

    /// <summary>Whether the character at a UTF-16 index is a ZWNJ or ZWJ in an allowed position.</summary>
    public static bool IsAllowedAt(string text, int index)
    {
        if (text[index] is not (NonJoiner or Joiner)
            || Rune.DecodeLastFromUtf16(text.AsSpan(0, index), out var before, out _) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        if (CanonicalForm.CombiningClass(before) == Virama)
        {
            return true;
        }

        return text[index] == NonJoiner
            ? IsCursive(Last(text.AsSpan(0, index), IsMark)) && IsCursive(First(text.AsSpan(index + 1), IsMark))
            : IsPictograph(Last(text.AsSpan(0, index), IsEmojiModifier)) && IsPictograph(First(text.AsSpan(index + 1), _ => false));
    }

    private static bool IsCursive(Rune? rune) =>
        rune is { } letter && Rune.IsLetter(letter)
            && Array.Exists(CursiveBlocks, block => letter.Value >= block.From && letter.Value <= block.To);

    // Arrows are in the category MathSymbol; all other pictographs that join are in OtherSymbol.
    private static bool IsPictograph(Rune? rune) =>
        rune is { } symbol && Rune.GetUnicodeCategory(symbol) is UnicodeCategory.OtherSymbol or UnicodeCategory.MathSymbol;

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark;

    private static bool IsEmojiModifier(Rune rune) => rune.Value is EmojiPresentation or (>= 0x1F3FB and <= 0x1F3FF);

    private static Rune? First(ReadOnlySpan<char> text, Func<Rune, bool> isSkipped)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (!isSkipped(rune))
            {
                return rune;
            }
        }

        return null;
    }

    private static Rune? Last(ReadOnlySpan<char> text, Func<Rune, bool> isSkipped)
    {
        while (Rune.DecodeLastFromUtf16(text, out var rune, out var length) == System.Buffers.OperationStatus.Done)
        {
            if (!isSkipped(rune))
            {
                return rune;
            }

            text = text[..^length];
        }

        return null;
    }
}
