using System.Security.Cryptography;
using System.Text;
using Analytics.Core.Orders;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Core.Orders;

public class NameTests
{
    // UAX #31, section 2.3, and RFC 5892, appendix A: joiners where they change what is seen. UTS #51: emoji ZWJ sequences.
    [Theory]
    [InlineData("tea")]
    [InlineData("می\u200Cخواهم")] // Persian
    [InlineData("نامه\u200Cای")]
    [InlineData("क्\u200Dष")] // Devanagari: virama, ZWJ
    [InlineData("ක්\u200Dෂ")] // Sinhala
    [InlineData("ক্\u200Cষ")] // Bengali: virama, ZWNJ
    [InlineData("👨\u200D👩\u200D👧\u200D👦")]
    [InlineData("👩🏽\u200D⚕\uFE0F")]
    [InlineData("🙂\u200D↔\uFE0F")]
    [InlineData("❤\uFE0F\u200D🔥")]
    [InlineData("抹茶")]
    [InlineData("葛\U000E0100")] // an ideographic variation sequence
    [InlineData("a b")]
    public void A_name_that_is_seen_as_it_is_written_is_accepted(string name)
    {
        Assert.True(OrderRules.IsName(name));
        Assert.Null(NewName.FaultOf(OrderRules.NormalizeName(name)));
    }

    // Default_Ignorable_Code_Point, Bidi_Control, Cc, Cn, Co, Zl, Zp (Unicode Character Database).
    [Theory]
    [InlineData("te\u200Ca")] // joiners that change nothing
    [InlineData("te\u200Da")]
    [InlineData("\u200Cمی")]
    [InlineData("می\u200C")]
    [InlineData("👨\u200D")]
    [InlineData("👨\u200D\u200D👩")]
    [InlineData("a\u200Bb")] // zero width space
    [InlineData("a\u2060b")] // word joiner
    [InlineData("a\u00ADb")] // soft hyphen
    [InlineData("a\uFEFFb")] // byte order mark
    [InlineData("a\u202Eb")] // bidirectional controls
    [InlineData("a\u2066b\u2069")]
    [InlineData("a\u200Fb")]
    [InlineData("a\u061Cb")]
    [InlineData("a\tb")]
    [InlineData("a\0b")]
    [InlineData("a\u0085b")]
    [InlineData("a\u2028b")]
    [InlineData("a\uE000b")] // private use
    [InlineData("a\u0378b")] // unassigned
    [InlineData("a\uFDD0b")] // noncharacter
    [InlineData("a\U0010FFFFb")]
    [InlineData("a\uFFFDb")]
    [InlineData("a\U000E0041b")] // a tag
    public void A_character_that_is_not_seen_is_refused_everywhere(string name)
    {
        Assert.False(OrderRules.IsName(name));
        Assert.NotNull(NewName.FaultOf(OrderRules.NormalizeName(name)));
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("\u3000\u00A0")]
    [InlineData("\u3164")] // HANGUL FILLER, a letter that is not seen
    [InlineData("a\u115Fb")]
    [InlineData("a\u034Fb")] // COMBINING GRAPHEME JOINER
    [InlineData("\uFE0F")]
    [InlineData("a \uFE0F")]
    [InlineData("a\uFE0F\uFE0F")]
    public void A_name_that_was_accepted_once_is_read_and_no_longer_placed(string name)
    {
        Assert.True(OrderRules.IsName(name));
        Assert.NotNull(NewName.FaultOf(OrderRules.NormalizeName(name)));
    }

    [Fact]
    public void A_refusal_names_the_character() => Assert.Equal(
        "must be 1 to 64 printable characters; U+202E at character 3 is not allowed", NewName.FaultOf("😀a\u202Eb"));

    [Theory]
    [InlineData(" tea\u00A0", "tea")]
    [InlineData("cafe\u0301", "café")]
    [InlineData("\u1112\u1161\u11AB", "한")]
    [InlineData("\u212B", "\u00C5")] // the Ångström sign
    [InlineData("q\u0307\u0323", "q\u0323\u0307")] // marks in canonical order
    [InlineData("\u0958", "\u0915\u093C")] // a composition exclusion
    [InlineData("ﬁ", "ﬁ")] // compatibility characters stay
    public void Canonically_equivalent_names_become_one(string text, string name) => Assert.Equal(name, OrderRules.NormalizeName(text));

    [Fact]
    public void A_new_order_has_its_names_normalised()
    {
        var errors = new FieldErrors();
        var terms = new OrderDocument
        {
            CustomerId = " Rene\u0301 ", Currency = "USD", Lines = [new LineDocument("cre\u0300me ", "1", "1")],
        }.CheckNewTerms(errors, Some.At("12:00"));

        Assert.False(errors.Any);
        Assert.Equal(("René", "crème"), (terms!.CustomerId, terms.Lines[0].Sku));
    }

    // The hashes are over what Python 3.13's unicodedata, another implementation of UAX #15 at Unicode 15.1, makes of the same texts.
    [Fact]
    public void Every_character_is_normalised_as_by_another_implementation()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var value = 0; value < 0x110000; value++)
        {
            if (Rune.TryCreate(value, out var rune))
            {
                var normalised = Encoding.UTF8.GetBytes(CanonicalForm.Of($"{rune}"));
                hash.AppendData(normalised);
                hash.AppendData(normalised); // of the decomposed character the same
            }
        }

        Assert.Equal("c1eea3bee5af6d0ec22d9a064b763406097c5ee3a609566b51ddee6b1dd1a068", Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    [Fact]
    public void Every_sequence_is_normalised_as_by_another_implementation()
    {
        int[] pool =
        [
            0x61, 0x41, 0x65, 0x4F, 0x915, 0x928, 0x995, 0xB95, 0x1100, 0x1112, 0xAC00, 0xAC01, 0x1161, 0x1175, 0x11A8, 0x11C2, 0x300,
            0x301, 0x302,
            0x308, 0x30C, 0x323, 0x327, 0x328, 0x331, 0x338, 0x345, 0x3C9, 0x626, 0x627, 0x653, 0x654, 0x655, 0x93C, 0x94D, 0x9BE, 0x9D7,
            0xBBE, 0x1E69,
            0x1F82, 0x212B, 0x2126, 0x304B, 0x3099, 0x309A, 0xF900, 0x1D15E, 0x1D165, 0x5D0, 0x5B4, 0x5BC, 0xFB1D,
        ];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var seed = 1L;
        for (var number = 0; number < 20_000; number++)
        {
            var text = new StringBuilder();
            for (var character = 0; character < 6; character++)
            {
                seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF;
                text.Append(new Rune(pool[(int)(seed >> 8) % pool.Length]));
            }

            hash.AppendData(Encoding.UTF8.GetBytes(CanonicalForm.Of(text.ToString())));
        }

        Assert.Equal("2aff1333f9bf3d93d9d68ec584e913912533fea16ac5b959bb85fef5d2a77679", Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
