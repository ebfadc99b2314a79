using Analytics.Functions.Counting;
using Analytics.Tests.Functions.Fakes;
using Xunit;

namespace Analytics.Tests.Functions.Counting;

public class CommitOptionsTests
{
    public static TheoryData<CommitOptions, string> Wrong => new()
    {
        { new CommitOptions { MaxHeadBytes = -1 }, "MaxHeadBytes must be from 0 to 399360; got -1." },
        { new CommitOptions { MaxHeadBytes = 399_361 }, "MaxHeadBytes must be from 0 to 399360; got 399361." },
        { new CommitOptions { MaxDeltaBytes = 0 }, "MaxDeltaBytes must be from 1 to 399360; got 0." },
        { new CommitOptions { Concurrency = 0 }, "Concurrency must be from 1 to 1000; got 0." },
        { new CommitOptions { MaxDocuments = 0 }, "MaxDocuments must be from 1 to 1000000; got 0." },
        { new CommitOptions { MaxChangeIds = -1 }, "MaxChangeIds must be from 0 to 1000000000; got -1." },
        { new CommitOptions { MaxFirstDelay = TimeSpan.FromTicks(-1) }, "MaxFirstDelay must be from 0 to 1 s; got -00:00:00.0000001." },
        { new CommitOptions { MaxFirstDelay = TimeSpan.FromSeconds(2) }, "MaxFirstDelay must be from 0 to 1 s; got 00:00:02." },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_value_out_of_range_stops_the_start_and_is_reported_with_the_range(CommitOptions options, string expected)
    {
        var wrong = Assert.Throws<ArgumentOutOfRangeException>(
            () => new Committer(new InMemoryMinuteStore(), options, TimeProvider.System, new Random(1)));

        Assert.StartsWith(expected, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_defaults_and_the_ends_of_the_ranges_are_accepted()
    {
        CommitOptions[] right =
        [
            new(),
            new() { MaxHeadBytes = 0, MaxDeltaBytes = 1, Concurrency = 1 },
            new() { MaxDocuments = 1, MaxChangeIds = 0, MaxFirstDelay = TimeSpan.Zero },
            new() { MaxHeadBytes = 399_360, MaxDeltaBytes = 399_360, Concurrency = 1_000, MaxFirstDelay = TimeSpan.FromSeconds(1) },
        ];

        Assert.All(right, options => Assert.Same(options, options.Checked()));
    }
}
