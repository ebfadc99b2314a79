using Analytics.Cli.Faults;
using Xunit;

namespace Analytics.Tests.Cli.Faults;

public sealed class FaultsTableTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("faults table ");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(1, "00:01:05  1 order sent, 0 answered  1 kill, 0 of them in a batch  1 restart  1 request tried again")]
    [InlineData(2, "00:01:05  2 orders sent, 0 answered  2 kills, 0 of them in a batch  2 restarts  2 requests tried again")]
    public void Progress_counts_in_the_singular_and_in_the_plural(int times, string expected)
    {
        var (books, faults) = (new ExpectedOrders(), new FaultCounts());
        for (var time = 0; time < times; time++)
        {
            books.Send();
            books.Retry();
            faults.Add(FaultKind.AnalyticsKilled);
            faults.Add(FaultKind.HostKilled);
        }

        using var log = new StackLog(Path.Combine(_folder.FullName, "stack.log"), TimeProvider.System);

        Assert.Equal(expected, FaultsTable.Progress(TimeSpan.FromSeconds(65), books, faults, log));
    }
}
