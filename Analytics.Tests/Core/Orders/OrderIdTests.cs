using Analytics.Core.Orders;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Core.Orders;

public class OrderIdTests
{
    [Fact]
    public void The_same_key_gives_the_same_id_for_ever() =>
        Assert.Equal("ba7816bf-8f01-8fea-8141-40de5dae2223", OrderId.FromIdempotencyKey("abc").ToString());

    [Fact]
    public void New_ids_sort_by_time()
    {
        var time = new FakeTimeProvider(Support.Some.At("12:00"));
        var first = OrderId.New(time).ToString();
        time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(string.CompareOrdinal(first, OrderId.New(time).ToString()) < 0);
    }

    [Theory]
    [InlineData("BA7816BF-8F01-8FEA-8141-40DE5DAE2223", true)]
    [InlineData("ba7816bf8f018fea814140de5dae2223", false)]
    [InlineData("{ba7816bf-8f01-8fea-8141-40de5dae2223}", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Ids_are_read_with_dashes_only(string? text, bool isRead) => Assert.Equal(isRead, OrderId.TryParse(text, out _));
}
