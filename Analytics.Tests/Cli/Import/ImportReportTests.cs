using Analytics.Cli.Import;
using Analytics.Core.Windows;
using Analytics.Operations.Import;
using Analytics.Storage;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Cli.Import;

public class ImportReportTests
{
    private static readonly DocumentKey Key = new(0, Minute.Of(Some.At("10:05")));

    [Theory]
    [InlineData(false, "Minute 2026-11-23T10:05Z is damaged, and its orders were not imported. Run rebuild --from 2026-11-23T10:05Z "
        + "--to 2026-11-23T10:06Z, then import again. Why.")]
    [InlineData(true, "Why. Import with a newer version.")]
    public void A_minute_that_cannot_be_read_is_named_with_the_remedy(bool isNewer, string expected)
    {
        var result = new ImportResult([], 0, []) { Unreadable = [new DocumentUnreadableException(Key, isNewer, "Why.")] };

        Assert.Equal([expected], ImportReport.Unreadable(result));
    }

    [Fact]
    public void Many_of_them_are_repaired_with_one_range()
    {
        var result = new ImportResult([], 0, [])
        {
            Unreadable = [.. Enumerable.Range(0, 12).Select(
                index => new DocumentUnreadableException(Key with { Minute = Key.Minute.Plus(index) }, false, "Why."))],
        };

        var lines = ImportReport.Unreadable(result).ToList();

        Assert.Equal(11, lines.Count);
        Assert.Equal(
            "The same holds for 2 more; run rebuild --from 2026-11-23T10:05Z --to 2026-11-23T10:17Z to repair all of them.", lines[^1]);
    }

    [Fact]
    public void A_rejections_file_of_an_earlier_import_that_was_not_overwritten_is_named()
    {
        var lines = ImportReport.Rejected([new Rejection(2, "is bad")], "a.csv.rejected-2.csv", "a.csv.rejected.csv");

        Assert.Equal(
            [
                "line 2: is bad",
                "Rejected: 1 row; all of them, with reasons, are in a.csv.rejected-2.csv.",
                "a.csv.rejected.csv of an earlier import has other content and was not replaced.",
            ],
            lines);
    }
}
