namespace Analytics.Tests.Fuzz;

/// <summary>Changes inputs a little, or a lot.</summary>
/// <param name="random">Decides everything, so that a seed repeats a run.</param>
/// <param name="words">Pieces that mean something.</param>
/// <param name="nests">Pieces that nest when they are repeated.</param>
internal sealed class Mutator(Random random, IReadOnlyList<byte[]> words, IReadOnlyList<byte[]> nests)
{
    /// <summary>The longest input.</summary>
    public const int BytesMax = 16 * 1024;

    private const int StepsMax = 5;
    private static readonly byte[] Telling = [0, 0x7f, 0x80, 0xff, (byte)'"', (byte)'\\', (byte)'{', (byte)'[', (byte)',', (byte)'-', (byte)' ', (byte)'\n'];

    /// <summary>An input made from one of a corpus.</summary>
    public byte[] Mutate(IReadOnlyList<byte[]> corpus)
    {
        var bytes = Any(corpus).ToList();
        for (var steps = random.Next(2) == 0 ? 1 : random.Next(1, StepsMax + 1); steps > 0; steps--)
        {
            Step(bytes, corpus);
        }

        return bytes.Count <= BytesMax ? [.. bytes] : [.. bytes[..BytesMax]];
    }

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

    private static bool IsBreak(byte value) => value is (byte)',' or (byte)':' or (byte)'{' or (byte)'}' or (byte)'[' or (byte)']' or (byte)'\n' or (byte)' ' or (byte)'&' or (byte)'=';

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
