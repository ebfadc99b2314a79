using Analytics.Functions.Http;
using Xunit;

namespace Analytics.Tests.Functions.Http;

public class CsvTableTests
{
    // RFC 4180, section 2: CRLF after each row; quotes around a cell with a comma, a quote or a line break; a quote in it twice.
    [Fact]
    public void Cells_with_commas_quotes_and_line_breaks_are_quoted()
    {
        var table = new CsvTable();
        table.Cell("a").Cell("b,c").Cell("d\"e").EndRow();
        table.Cell("").Cell("f\r\ng").Cell(" h ").EndRow();

        Assert.Equal("a,\"b,c\",\"d\"\"e\"\r\n,\"f\r\ng\", h \r\n", table.ToString());
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("=\"a\",1", "\"'=\"\"a\"\",1\"")]
    [InlineData("a=1", "a=1")]
    [InlineData("", "")]
    public void Text_that_a_spreadsheet_would_run_is_defused(string text, string cell) =>
        Assert.Equal(cell, new CsvTable().Text(text).ToString());

    [Fact]
    public void A_negative_number_stays_one() => Assert.Equal("-5.00", new CsvTable().Cell("-5.00").ToString());
}
