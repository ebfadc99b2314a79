using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Analytics.Core.Orders;

/// <summary>Converts text to Unicode normalisation form C (UAX #15), in which canonically equivalent texts are equal.</summary>
/// <remarks>
/// <see cref="string.Normalize()"/> returns its text unchanged under InvariantGlobalization, and the functions run without ICU. The data
/// are those of Unicode 15.1. By the Unicode stability policy, later versions normalise these characters in the same way.
/// </remarks>
internal static class CanonicalForm
{
    private const int FirstMark = 0x300;

    // Hangul syllables decompose by arithmetic (The Unicode Standard, section 3.12).
    private const int SBase = 0xAC00, LBase = 0x1100, VBase = 0x1161, TBase = 0x11A7, LCount = 19, VCount = 21, TCount = 28;

    private static readonly Lazy<Data> Table = new(Data.Load);

    /// <summary>The canonical combining class of a character; 0 for a starter, which begins a sequence.</summary>
    public static int CombiningClass(Rune rune) =>
        rune.Value < FirstMark ? 0 : Table.Value.Classes.GetValueOrDefault(rune.Value);

    /// <summary>Returns a text in normalisation form C.</summary>
    public static string Of(string text)
    {
        // Text that contains only characters below the first combining mark is already normalised.
        if (!text.AsSpan().ContainsAnyExceptInRange('\0', (char)(FirstMark - 1)))
        {
            return text;
        }

        var characters = new List<Rune>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            Decompose(rune.Value, characters);
        }

        Reorder(characters);
        Compose(characters);
        var composed = new StringBuilder(text.Length);
        foreach (var character in characters)
        {
            composed.Append(character);
        }

        return composed.ToString();
    }

    private static void Decompose(int value, List<Rune> into)
    {
        var syllable = value - SBase;
        if (syllable is >= 0 and < LCount * VCount * TCount)
        {
            into.Add(new Rune(LBase + syllable / (VCount * TCount)));
            into.Add(new Rune(VBase + syllable % (VCount * TCount) / TCount));
            if (syllable % TCount > 0)
            {
                into.Add(new Rune(TBase + syllable % TCount));
            }
        }
        else if (value >= 0xC0 && Table.Value.Decompositions.TryGetValue(value, out var parts))
        {
            Decompose(parts.First, into);
            if (parts.Second > 0)
            {
                Decompose(parts.Second, into);
            }
        }
        else
        {
            into.Add(new Rune(value));
        }
    }

    // Stable sort of each run of combining marks by their combining class.
    private static void Reorder(List<Rune> characters)
    {
        for (var index = 1; index < characters.Count; index++)
        {
            var (mark, to) = (characters[index], index);
            var order = CombiningClass(mark);
            for (; order > 0 && to > 0 && CombiningClass(characters[to - 1]) > order; to--)
            {
                characters[to] = characters[to - 1];
            }

            characters[to] = mark;
        }
    }

    private static void Compose(List<Rune> characters)
    {
        var (starter, written, last) = (-1, 0, 0);
        for (var index = 0; index < characters.Count; index++)
        {
            var character = characters[index];
            var order = CombiningClass(character);
            // A mark composes with the starter only if it is not blocked: it follows the starter directly, or the last mark between them
            // has a lower combining class other than 0.
            var isNext = starter >= 0 && (written == starter + 1 || (last < order && last > 0));
            if (isNext && Pair(characters[starter].Value, character.Value) is > 0 and var composite)
            {
                characters[starter] = new Rune(composite);
                continue;
            }

            if (order == 0)
            {
                starter = written;
            }

            last = order;
            characters[written++] = character;
        }

        characters.RemoveRange(written, characters.Count - written);
    }

    // The composite of two characters; 0 if there is none.
    private static int Pair(int first, int second)
    {
        var (lead, vowel) = (first - LBase, second - VBase);
        if (lead is >= 0 and < LCount && vowel is >= 0 and < VCount)
        {
            return SBase + (lead * VCount + vowel) * TCount;
        }

        var (syllable, tail) = (first - SBase, second - TBase);
        return syllable is >= 0 and < LCount * VCount * TCount && syllable % TCount == 0 && tail is > 0 and < TCount
            ? first + tail
            : Table.Value.Composites.GetValueOrDefault((first, second));
    }

    private sealed record Data(
        FrozenDictionary<int, (int First, int Second)> Decompositions, FrozenDictionary<(int, int), int> Composites,
        FrozenDictionary<int, int> Classes)
    {
        public static Data Load()
        {
            var decompositions = new Dictionary<int, (int, int)>();
            var composites = new Dictionary<(int, int), int>();
            var classes = new Dictionary<int, int>();
            using var file = new StreamReader(typeof(CanonicalForm).Assembly.GetManifestResourceStream("nfc.txt")!);
            while (file.ReadLine() is { } line)
            {
                foreach (var entry in line.StartsWith('#') ? [] : line.Split(' '))
                {
                    var sign = entry.IndexOfAny(['=', '!', ':']);
                    var right = entry[(sign + 1)..].Split('+').Select(Number).ToArray();
                    if (entry[sign] == ':')
                    {
                        var range = entry[..sign].Split('-').Select(Number).ToArray();
                        for (var value = range[0]; value <= range[^1]; value++)
                        {
                            classes[value] = right[0];
                        }

                        continue;
                    }

                    var parts = (right[0], right.Length > 1 ? right[1] : 0);
                    decompositions[Number(entry[..sign])] = parts;
                    if (entry[sign] == '=')
                    {
                        composites[parts] = Number(entry[..sign]);
                    }
                }
            }

            return new Data(decompositions.ToFrozenDictionary(), composites.ToFrozenDictionary(), classes.ToFrozenDictionary());
        }

        private static int Number(string hexadecimal) =>
            int.Parse(hexadecimal, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }
}
