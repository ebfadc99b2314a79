using System.Buffers.Binary;
using System.Runtime.Intrinsics;

namespace Analytics.Core.Changes;

/// <summary>MD5 of order ids, eight at a time.</summary>
/// <remarks>
/// MD5 (RFC 1321) is how Kinesis places a partition key, so it is not ours to choose, and it would be the dearest part of reading
/// a change. The text of an id has 36 bytes, so one block of it is all there is, and eight blocks side by side take little
/// longer than one: every vector here holds the same word of eight ids. <see cref="ChangeId.Fingerprint"/> is the plain twin.
/// </remarks>
internal static class OrderIdHash
{
    private const int AtOnce = 8;
    private const int IdBytes = 36;
    private const int IdWords = IdBytes / sizeof(uint);

    /// <summary>Sets the fingerprint of each row from its identity.</summary>
    public static void Fill(Span<ChangeRow> rows)
    {
        Span<byte> text = stackalloc byte[IdBytes];
        Span<uint> words = stackalloc uint[IdWords * AtOnce];
        for (; !rows.IsEmpty; rows = rows[Math.Min(AtOnce, rows.Length)..])
        {
            var some = rows[..Math.Min(AtOnce, rows.Length)];
            for (var lane = 0; lane < some.Length; lane++)
            {
                some[lane].Id.OrderId.Value.TryFormat(text, out _, "D");
                for (var word = 0; word < IdWords; word++)
                {
                    words[word * AtOnce + lane] = BinaryPrimitives.ReadUInt32LittleEndian(text[(word * sizeof(uint))..]);
                }
            }

            Hash(words, out var a, out var c, out var d);
            for (var lane = 0; lane < some.Length; lane++)
            {
                some[lane].Fingerprint = ChangeFingerprint.Of(a[lane], c[lane], d[lane], some[lane].Id.Version);
            }
        }
    }

    // The digest is the four words a, b, c, d, each little-endian; nobody asks for b.
    private static void Hash(ReadOnlySpan<uint> words, out Vector256<uint> hashA, out Vector256<uint> hashC, out Vector256<uint> hashD)
    {
        var (m0, m1, m2) = (At(words, 0), At(words, 1), At(words, 2));
        var (m3, m4, m5) = (At(words, 3), At(words, 4), At(words, 5));
        var (m6, m7, m8) = (At(words, 6), At(words, 7), At(words, 8));

        // The padding: a one bit, zeros, and the length in bits.
        var m9 = Vector256.Create(0x80u);
        var m14 = Vector256.Create((uint)IdBytes * 8);
        var zero = Vector256<uint>.Zero;
        var (a0, b0, c0, d0) = (Vector256.Create(0x67452301u), Vector256.Create(0xEFCDAB89u), Vector256.Create(0x98BADCFEu), Vector256.Create(0x10325476u));
        var (a, b, c, d) = (a0, b0, c0, d0);

        a = F(a, b, c, d, m0, 0xD76AA478, 7);
        d = F(d, a, b, c, m1, 0xE8C7B756, 12);
        c = F(c, d, a, b, m2, 0x242070DB, 17);
        b = F(b, c, d, a, m3, 0xC1BDCEEE, 22);
        a = F(a, b, c, d, m4, 0xF57C0FAF, 7);
        d = F(d, a, b, c, m5, 0x4787C62A, 12);
        c = F(c, d, a, b, m6, 0xA8304613, 17);
        b = F(b, c, d, a, m7, 0xFD469501, 22);
        a = F(a, b, c, d, m8, 0x698098D8, 7);
        d = F(d, a, b, c, m9, 0x8B44F7AF, 12);
        c = F(c, d, a, b, zero, 0xFFFF5BB1, 17);
        b = F(b, c, d, a, zero, 0x895CD7BE, 22);
        a = F(a, b, c, d, zero, 0x6B901122, 7);
        d = F(d, a, b, c, zero, 0xFD987193, 12);
        c = F(c, d, a, b, m14, 0xA679438E, 17);
        b = F(b, c, d, a, zero, 0x49B40821, 22);

        a = G(a, b, c, d, m1, 0xF61E2562, 5);
        d = G(d, a, b, c, m6, 0xC040B340, 9);
        c = G(c, d, a, b, zero, 0x265E5A51, 14);
        b = G(b, c, d, a, m0, 0xE9B6C7AA, 20);
        a = G(a, b, c, d, m5, 0xD62F105D, 5);
        d = G(d, a, b, c, zero, 0x02441453, 9);
        c = G(c, d, a, b, zero, 0xD8A1E681, 14);
        b = G(b, c, d, a, m4, 0xE7D3FBC8, 20);
        a = G(a, b, c, d, m9, 0x21E1CDE6, 5);
        d = G(d, a, b, c, m14, 0xC33707D6, 9);
        c = G(c, d, a, b, m3, 0xF4D50D87, 14);
        b = G(b, c, d, a, m8, 0x455A14ED, 20);
        a = G(a, b, c, d, zero, 0xA9E3E905, 5);
        d = G(d, a, b, c, m2, 0xFCEFA3F8, 9);
        c = G(c, d, a, b, m7, 0x676F02D9, 14);
        b = G(b, c, d, a, zero, 0x8D2A4C8A, 20);

        a = H(a, b, c, d, m5, 0xFFFA3942, 4);
        d = H(d, a, b, c, m8, 0x8771F681, 11);
        c = H(c, d, a, b, zero, 0x6D9D6122, 16);
        b = H(b, c, d, a, m14, 0xFDE5380C, 23);
        a = H(a, b, c, d, m1, 0xA4BEEA44, 4);
        d = H(d, a, b, c, m4, 0x4BDECFA9, 11);
        c = H(c, d, a, b, m7, 0xF6BB4B60, 16);
        b = H(b, c, d, a, zero, 0xBEBFBC70, 23);
        a = H(a, b, c, d, zero, 0x289B7EC6, 4);
        d = H(d, a, b, c, m0, 0xEAA127FA, 11);
        c = H(c, d, a, b, m3, 0xD4EF3085, 16);
        b = H(b, c, d, a, m6, 0x04881D05, 23);
        a = H(a, b, c, d, m9, 0xD9D4D039, 4);
        d = H(d, a, b, c, zero, 0xE6DB99E5, 11);
        c = H(c, d, a, b, zero, 0x1FA27CF8, 16);
        b = H(b, c, d, a, m2, 0xC4AC5665, 23);

        a = I(a, b, c, d, m0, 0xF4292244, 6);
        d = I(d, a, b, c, m7, 0x432AFF97, 10);
        c = I(c, d, a, b, m14, 0xAB9423A7, 15);
        b = I(b, c, d, a, m5, 0xFC93A039, 21);
        a = I(a, b, c, d, zero, 0x655B59C3, 6);
        d = I(d, a, b, c, m3, 0x8F0CCC92, 10);
        c = I(c, d, a, b, zero, 0xFFEFF47D, 15);
        b = I(b, c, d, a, m1, 0x85845DD1, 21);
        a = I(a, b, c, d, m8, 0x6FA87E4F, 6);
        d = I(d, a, b, c, zero, 0xFE2CE6E0, 10);
        c = I(c, d, a, b, m6, 0xA3014314, 15);
        b = I(b, c, d, a, zero, 0x4E0811A1, 21);
        a = I(a, b, c, d, m4, 0xF7537E82, 6);
        d = I(d, a, b, c, zero, 0xBD3AF235, 10);
        c = I(c, d, a, b, m2, 0x2AD7D2BB, 15);

        hashA = a + a0;
        hashC = c + c0;
        hashD = d + d0;
    }

    private static Vector256<uint> At(ReadOnlySpan<uint> words, int word) => Vector256.Create(words.Slice(word * AtOnce, AtOnce));

    private static Vector256<uint> F(
        Vector256<uint> a, Vector256<uint> b, Vector256<uint> c, Vector256<uint> d, Vector256<uint> m, uint k, int shift) =>
        Step(a, b, Vector256.ConditionalSelect(b, c, d), m, k, shift);

    private static Vector256<uint> G(
        Vector256<uint> a, Vector256<uint> b, Vector256<uint> c, Vector256<uint> d, Vector256<uint> m, uint k, int shift) =>
        Step(a, b, Vector256.ConditionalSelect(d, b, c), m, k, shift);

    private static Vector256<uint> H(
        Vector256<uint> a, Vector256<uint> b, Vector256<uint> c, Vector256<uint> d, Vector256<uint> m, uint k, int shift) =>
        Step(a, b, b ^ c ^ d, m, k, shift);

    private static Vector256<uint> I(
        Vector256<uint> a, Vector256<uint> b, Vector256<uint> c, Vector256<uint> d, Vector256<uint> m, uint k, int shift) =>
        Step(a, b, c ^ (b | ~d), m, k, shift);

    private static Vector256<uint> Step(Vector256<uint> a, Vector256<uint> b, Vector256<uint> f, Vector256<uint> m, uint k, int shift)
    {
        var sum = a + f + m + Vector256.Create(k);
        return b + (Vector256.ShiftLeft(sum, shift) | Vector256.ShiftRightLogical(sum, 32 - shift));
    }
}
