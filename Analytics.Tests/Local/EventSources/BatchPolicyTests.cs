using Analytics.Local.EventSources.Policies;
using Analytics.Local.EventSources.Records;
using Xunit;

namespace Analytics.Tests.Local.EventSources;

public class BatchPolicyTests
{
    private const int MaxPayload = 6 * 1024 * 1024;

    [Theory]
    [InlineData(3, 3)]
    [InlineData(10, 10)]
    [InlineData(11, 10)]
    public void A_batch_holds_at_most_its_size(int waiting, int expected) =>
        Assert.Equal(expected, Policy().Fitting(Some.Records(1, waiting)));

    [Fact]
    public void A_batch_of_exactly_six_megabytes_fits_and_a_byte_more_does_not()
    {
        int half = (MaxPayload - EventPayload.FrameBytes - 1) / 2;
        StreamRecord first = Some.Record(1, bytes: half);
        StreamRecord exact = Some.Record(2, bytes: MaxPayload - EventPayload.FrameBytes - 1 - half);
        StreamRecord over = Some.Record(2, bytes: exact.EventJson.Length + 1);

        Assert.Equal(2, Policy().Fitting([first, exact]));
        Assert.Equal(MaxPayload, EventPayload.Of([first, exact]).Length);
        Assert.Equal(1, Policy().Fitting([first, over]));
    }

    [Fact]
    public void A_record_too_large_for_any_event_is_a_batch_of_its_own_marked_as_too_large()
    {
        StreamRecord large = Some.Record(1, bytes: MaxPayload);

        Assert.Equal(1, Policy().Fitting([large, Some.Record(2)]));
        Assert.True(BatchPolicy.IsTooLarge([large]));
        Assert.False(BatchPolicy.IsTooLarge([Some.Record(1, bytes: MaxPayload - EventPayload.FrameBytes)]));
    }

    [Theory]
    [InlineData(3, 3, false, 5, "gathers for the whole window")]
    [InlineData(10, 10, false, 0, "a full batch goes at once")]
    [InlineData(3, 4, false, 0, "a full payload too")]
    [InlineData(3, 3, true, 0, "and the last of a shard")]
    public void When_a_batch_goes(int fitting, int waiting, bool ended, int afterSeconds, string because) => Assert.True(
        Some.Noon.AddSeconds(afterSeconds) == Policy().ReadyAt(fitting, waiting, Some.Noon, ended), because);

    [Theory]
    [InlineData(60, 0)]
    [InlineData(61, 1)]
    [InlineData(71, 2)]
    public void Records_expire_when_they_are_older_than_allowed(int secondsLater, int expected) => Assert.Equal(
        expected,
        Policy().Expired([Some.Record(1), Some.Record(2, at: Some.Noon.AddSeconds(10))], Some.Noon.AddSeconds(secondsLater)));

    private static BatchPolicy Policy() => new(Some.Mapping() with
    {
        BatchSize = 10,
        MaximumBatchingWindow = TimeSpan.FromSeconds(5),
        MaximumRecordAge = TimeSpan.FromSeconds(60),
    });
}
