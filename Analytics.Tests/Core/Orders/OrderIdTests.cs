using System.Text;
using Analytics.Core.Orders;
using Analytics.Core.Wire;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Core.Orders;

public class OrderIdTests
{
    [Fact]
    public void The_same_key_gives_the_same_id_for_ever() =>
        Assert.Equal("ba7816bf-8f01-8fea-8141-40de5dae2223", OrderId.FromIdempotencyKey("abc").ToString());

    // Computed by another implementation of docs/formats.md.
    [Theory]
    [InlineData("A-1001", "382f6b9b-cba3-8f4c-87ba-c8b9941a0092")]
    [InlineData(" A-1001\t", "382f6b9b-cba3-8f4c-87ba-c8b9941a0092")]
    [InlineData("caf\u00e9", "e89877b9-ccf2-82e1-bbce-a2e4e84e45a8")]
    [InlineData("cafe\u0301", "e89877b9-ccf2-82e1-bbce-a2e4e84e45a8")]
    public void The_same_reference_gives_the_same_id_for_ever(string reference, string id) =>
        Assert.Equal(id, OrderId.FromReference(reference).ToString());

    [Fact]
    public void A_reference_and_a_key_of_the_same_text_give_two_ids() =>
        Assert.NotEqual(OrderId.FromIdempotencyKey("abc"), OrderId.FromReference("abc"));

    [Fact]
    public void New_ids_sort_by_time()
    {
        var time = new FakeTimeProvider(Support.Some.At("12:00"));
        var first = OrderId.New(time).ToString();
        time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(string.CompareOrdinal(first, OrderId.New(time).ToString()) < 0);
    }

    [Theory]
    [InlineData("ba7816bf-8f01-8fea-8141-40de5dae2223", true)]
    [InlineData("BA7816BF-8F01-8FEA-8141-40DE5DAE2223", false)]
    [InlineData("ba7816bf-8f01-8fea-8141-40de5dae222A", false)]
    [InlineData(" ba7816bf-8f01-8fea-8141-40de5dae2223", false)]
    [InlineData("ba7816bf-8f01-8fea-8141-40de5dae2223 ", false)]
    [InlineData("\tba7816bf-8f01-8fea-8141-40de5dae2223", false)]
    [InlineData("+a7816bf-8f01-8fea-8141-40de5dae2223", false)]
    [InlineData("0xba7816-8f01-8fea-8141-40de5dae2223", false)]
    [InlineData("ba7816bf8f018fea814140de5dae2223", false)]
    [InlineData("{ba7816bf-8f01-8fea-8141-40de5dae2223}", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void An_id_has_one_spelling(string? text, bool isRead)
    {
        Assert.Equal(isRead, OrderId.TryParse(text, out _));
        Assert.Equal(isRead, OrderFieldParser.TryReadId(Encoding.UTF8.GetBytes(text ?? ""), out _));
    }
}
