namespace Analytics.Tests.Fuzz;

/// <summary>Changes inputs a little, or a lot.</summary>
/// <param name="random">Decides everything, so that a seed repeats a run.</param>
/// <param name="words">Pieces that mean something.</param>
/// <param name="nests">Pieces that nest when they are repeated.</param>
/// <param name="jsonAt">Where the JSON begins in an input; null where there is none.</param>
internal sealed class Mutator(Random random, IReadOnlyList<byte[]> words, IReadOnlyList<byte[]> nests, Func<byte[], int?> jsonAt)
{
    /// <summary>The longest input.</summary>
    public const int MaxBytes = 16 * 1024;

    private const int MaxSteps = 5;
    private static readonly byte[] Telling = [0, 0x7f, 0x80, 0xff, (byte)'"', (byte)'\\', (byte)'{', (byte)'[', (byte)',', (byte)'-',
    (byte)' ', (byte)'\n'];

    /// <summary>An input made from one of a corpus.</summary>
    public byte[] Mutate(IReadOnlyList<byte[]> corpus)
    {
        var chosen = Any(corpus);
        var bytes = chosen.ToList();
        if (jsonAt(chosen) is { } at && random.Next(4) > 0)
        {
            StepsOfJson(bytes, at);
            return bytes.Count <= MaxBytes ? [.. bytes] : chosen;
        }

        for (var steps = random.Next(2) == 0 ? 1 : random.Next(1, MaxSteps + 1); steps > 0; steps--)
        {
            Step(bytes, corpus);
        }

        return bytes.Count <= MaxBytes ? [.. bytes] : [.. bytes[..MaxBytes]];
    }

    // Nine of ten blind changes of JSON are found out by its parser. These leave it JSON, and come to what reads it.
    private void StepsOfJson(List<byte> bytes, int at)
    {
        for (var steps = random.Next(2) == 0 ? 1 : random.Next(1, MaxSteps + 1); steps > 0; steps--)
        {
            if (at > bytes.Count || JsonSpans.Of([.. bytes[at..]]) is not { Values.Count: > 0 } spans)
            {
                return;
            }

            var (start, end) = Any(spans.Values);
            switch (random.Next(8))
            {
                case 0 when spans.Members.Count > 0:
                    var (first, last) = Any(spans.Members);
                    bytes.InsertRange(at + first, [.. bytes[(at + first)..(at + last)], (byte)',']);
                    break;
                case 1 when spans.Names.Count > 0:
                    Replace(bytes, at, Any(spans.Names), Quoted(Any(words)));
                    break;
                case 2 when spans.Names.Count > 1:
                    var (from, to) = Any(spans.Names);
                    Replace(bytes, at, Any(spans.Names), [.. bytes[(at + from)..(at + to)]]);
                    break;
                case 3:
                    var (other, end2) = Any(spans.Values);
                    Replace(bytes, at, (start, end), [.. bytes[(at + other)..(at + end2)]]);
                    break;
                case 4:
                    Replace(bytes, at, (start, end), Nested([.. bytes[(at + start)..(at + end)]]));
                    break;
                case 5:
                    Replace(bytes, at, (start, end), Quoted(Any(words)));
                    break;
                default:
                    var word = Any(words);
                    Replace(bytes, at, (start, end), JsonSpans.Of(word) is null ? Quoted(word) : word);
                    break;
            }
        }
    }

    private static void Replace(List<byte> bytes, int at, (int Start, int End) span, byte[] by)
    {
        bytes.RemoveRange(at + span.Start, span.End - span.Start);
        bytes.InsertRange(at + span.Start, by);
    }

    private byte[] Nested(byte[] value)
    {
        var (open, close) = random.Next(2) == 0 ? ("[", "]") : ("{\"M\":", "}");
        var depth = random.Next(4) == 0 ? random.Next(1, 300) : random.Next(1, 8);
        return [.. Repeated(open, depth), .. value, .. Repeated(close, depth)];
    }

    private static byte[] Repeated(string text, int times) =>
        System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text, times)));

    // Control characters are not allowed in a string; an escape at the end would take the quote with it.
    private static byte[] Quoted(byte[] word) => [(byte)'"',
    .. word.Where(value => value is >= 0x20 and not (byte)'"' and not (byte)'\\'), (byte)'"'];

    private void Step(List<byte> bytes, IReadOnlyList<byte[]> corpus)
    {
        var (from, length) = Range(bytes);
        switch (random.Next(16))
        {
            case 0 when bytes.Count > 0:
                bytes[from] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when bytes.Count > 0:
                bytes[from] = Telling[random.Next(Telling.Length)];
                break;
            case 2:
                bytes.InsertRange(from, Enumerable.Range(0, random.Next(1, 9)).Select(_ => (byte)random.Next(256)));
                break;
            case 3:
                bytes.RemoveRange(from, length);
                break;
            case 4:
                // A member or an element that stands there twice is such a range.
                bytes.InsertRange(from, bytes.GetRange(from, length));
                break;
            case 5:
                Splice(bytes, from, Any(corpus));
                break;
            case 6:
                bytes.InsertRange(from, Any(words));
                break;
            case 7:
                bytes.RemoveRange(from, length);
                bytes.InsertRange(from, Any(words));
                break;
            case 8:
                bytes.RemoveRange(from, bytes.Count - from);
                break;
            case 9:
                bytes.InsertRange(from, Bomb());
                break;
            default:
                SwapToken(bytes, from);
                break;
        }
    }

    // What stands in a place is what a reader looks at: a number, a word, a string. It becomes another of this input, or a telling one.
    private void SwapToken(List<byte> bytes, int near)
    {
        var (start, end) = Token(bytes, near);
        var other = random.Next(3) == 0 && bytes.Count > 0 ? Token(bytes, random.Next(bytes.Count)) : (Start: 0, End: 0);
        var replacement = other.End > other.Start ? [.. bytes.GetRange(other.Start, other.End - other.Start)] : Any(words);
        var isQuoted = end - start > 1 && bytes[start] == '"' && replacement is not [(byte)'"', ..] && random.Next(4) > 0;
        bytes.RemoveRange(start, end - start);
        bytes.InsertRange(start, isQuoted ? [(byte)'"', .. replacement, (byte)'"'] : replacement);
    }

    private static (int Start, int End) Token(List<byte> bytes, int near)
    {
        var (start, end) = (near, near);
        while (start > 0 && !IsBreak(bytes[start - 1]))
        {
            start--;
        }

        while (end < bytes.Count && !IsBreak(bytes[end]))
        {
            end++;
        }

        return (start, end);
    }

    private static bool IsBreak(byte value) => ",:{}[]\n &="u8.Contains(value);

    private void Splice(List<byte> bytes, int at, byte[] other)
    {
        var from = random.Next(other.Length + 1);
        bytes.RemoveRange(at, bytes.Count - at);
        bytes.AddRange(other.AsSpan(from));
    }

    private IEnumerable<byte> Bomb() => nests.Count == 0
        ? []
        : Enumerable.Repeat(Any(nests), random.Next(4) == 0 ? random.Next(1, 4_000) : random.Next(1, 40)).SelectMany(piece => piece);

    private (int From, int Length) Range(List<byte> bytes)
    {
        if (bytes.Count == 0)
        {
            return (0, 0);
        }

        var from = random.Next(bytes.Count);
        return (from, random.Next(1, Math.Min(bytes.Count - from, random.Next(2) == 0 ? 8 : 200) + 1));
    }

    private T Any<T>(IReadOnlyList<T> list) => list[random.Next(list.Count)];
}
