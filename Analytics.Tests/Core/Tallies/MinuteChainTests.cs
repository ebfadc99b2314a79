using Analytics.Core.Changes;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Core.Tallies;

public class MinuteChainTests
{
    private static readonly DocumentKey Key = new(0, Minute.Of(Some.At("12:00")));

    [Fact]
    public void A_part_that_grew_too_large_is_sealed_by_the_write_that_made_it_so()
    {
        var chain = new MinuteChain(Key);
        var first = chain.Next(Contribution(1), "w1", Some.At("12:01"), sealAtBytes: 230);
        chain.Learn(first);
        var second = chain.Next(Contribution(2), "w2", Some.At("12:01"), sealAtBytes: 10_000);

        Assert.Equal((0, 1L, true), (first.Number, first.Revision, first.IsSealed));
        Assert.Equal((1, 1L, false), (second.Number, second.Revision, second.IsSealed));
        Assert.Single(second.Seen);
    }

    [Fact]
    public void An_open_part_is_written_again_with_the_sum_and_the_next_revision()
    {
        var chain = new MinuteChain(Key);
        chain.Learn(chain.Next(Contribution(1), "w1", Some.At("12:01"), sealAtBytes: 10_000));
        var second = chain.Next(Contribution(2), "w2", Some.At("12:01"), sealAtBytes: 10_000);

        Assert.Equal((0, 2L, 2, 2L), (second.Number, second.Revision, second.Seen.Count, second.Tally.Totals.Orders));
    }

    [Fact]
    public void An_older_part_teaches_identities_but_does_not_become_the_last()
    {
        var writer = new MinuteChain(Key);
        var first = writer.Next(Contribution(1), "w1", Some.At("12:01"), sealAtBytes: 230);
        writer.Learn(first);
        var second = writer.Next(Contribution(2), "w2", Some.At("12:01"), sealAtBytes: 10_000);

        var reader = new MinuteChain(Key);
        reader.Learn(second);
        reader.Learn(first);

        Assert.True(reader.HasCounted(new ChangeId(Some.Id(1), 1).Fingerprint()));
        Assert.Equal(1, reader.Next(Contribution(3), "w3", Some.At("12:01"), sealAtBytes: 10_000).Number);
    }

    [Fact]
    public void Versions_of_an_order_are_counted_apart()
    {
        var chain = new MinuteChain(Key);
        chain.Learn(chain.Next(Contribution(1), "w1", Some.At("12:01"), sealAtBytes: 10_000));

        Assert.Equal((true, false), (
            chain.HasCounted(new ChangeId(Some.Id(1), 1).Fingerprint()), chain.HasCounted(new ChangeId(Some.Id(1), 2).Fingerprint())));
    }

    private static Contribution Contribution(int order)
    {
        var contribution = new Contribution();
        contribution.Add(Some.Placed(Some.Order(order)));
        return contribution;
    }
}
