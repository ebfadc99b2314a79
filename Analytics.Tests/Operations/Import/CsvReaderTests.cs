using System.Text;
using Analytics.Operations.Import;
using CsCheck;
using Xunit;

namespace Analytics.Tests.Operations.Import;

/// <summary>RFC 4180, section 2: the numbers in the names are those of its definitions.</summary>
public class CsvReaderTests
{
    [Theory]
    [InlineData("aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n", "1:aaa|bbb|ccc 2:zzz|yyy|xxx", "1: records end with CRLF")]
    [InlineData("aaa,bbb,ccc\r\nzzz,yyy,xxx", "1:aaa|bbb|ccc 2:zzz|yyy|xxx", "2: the last record may lack its end of line")]
    [InlineData("aaa, bbb ,\r\n", "1:aaa| bbb |", "4: spaces are part of a field, and a field may be empty")]
    [InlineData("\"aaa\",\"bbb\",ccc\r\n", "1:aaa|bbb|ccc", "5: fields may be enclosed with quotes")]
    [InlineData("\"aaa\",\"b\r\nbb\",\"c,c\"\r\nzzz,yyy,xxx", "1:aaa|b\r\nbb|c,c 3:zzz|yyy|xxx", "6: quotes enclose line ends and commas")]
    [InlineData("\"aaa\",\"b\"\"bb\",\"\"\r\n", "1:aaa|b\"bb|", "7: two quotes are one")]
    [InlineData("a,b\nc,d\re,f", "1:a|b 2:c|d 3:e|f", "LF or CR alone end a record, too")]
    [InlineData("a\n\r\n\nb", "1:a 4:b", "empty lines are skipped and counted")]
    [InlineData("", "", "an empty text has no record")]
    public void Records_are_read_as_the_rfc_says(string text, string expected, string because)
    {
        var read = CsvReader.Read(new StringReader(text)).Select(
            record => $"{record.Line}:{string.Join('|', record.Fields)}{record.Fault}");

        Assert.True(expected == string.Join(' ', read), $"{because}: {string.Join(' ', read)}");
    }

    [Theory]
    [InlineData("a,b\"c\r\nd,e", "has a quote in a field that does not begin with one (line 1)")]
    [InlineData("a,\"b\"c\r\nd,e", "has text after a closing quote (line 1)")]
    [InlineData("a,\"\"c\r\nd,e", "has text after a closing quote (line 1)")]
    public void A_record_with_a_stray_quote_has_a_fault_and_the_next_one_is_read(string text, string fault)
    {
        var read = CsvReader.Read(new StringReader(text)).ToList();

        Assert.Equal([fault, null], read.Select(record => record.Fault));
        Assert.Equal(["d", "e"], read[1].Fields);
    }

    [Fact]
    public void A_quote_that_is_never_closed_is_named_with_its_line()
    {
        var read = Assert.Single(CsvReader.Read(new StringReader("a,\"b\nc\nd")));

        Assert.Equal("has a quote that is opened on line 1 and never closed", read.Fault);
    }

    [Fact]
    public void What_is_written_is_read_back() =>
        Gen.String[Gen.Char["ab,\"\r\n é"], 0, 8].Array[2, 4].Array[1, 5].Sample(records =>
        {
            var text = new StringBuilder();
            foreach (var record in records)
            {
                text.Append(string.Join(',', record.Select(CsvReader.Quote))).Append("\r\n");
            }

            var read = CsvReader.Read(new StringReader(text.ToString())).ToList();
            return read.TrueForAll(record => record.Fault is null)
                && records.Length == read.Count && records.Zip(read).All(pair => pair.First.SequenceEqual(pair.Second.Fields));
        });
}
