using Analytics.Local.EventSources.Filters;
using Analytics.Local.EventSources.Mappings;
using Analytics.Local.EventSources.Policies;
using Xunit;

namespace Analytics.Tests.Local.EventSources;

public class ShardConsumerTests
{
    [Fact]
    public void One_batch_is_in_flight_and_the_next_follows_its_end()
    {
        ShardConsumer consumer = Consumer(Some.Mapping() with { BatchSize = 2 });
        consumer.Receive(Some.Records(1, 5), Some.Noon);

        StreamBatch first = Assert.Single(consumer.Start(Some.Noon));
        Assert.Empty(consumer.Start(Some.Noon));
        consumer.Complete(first, Some.Answer(), Some.Noon);
        StreamBatch second = Assert.Single(consumer.Start(Some.Noon));

        Assert.Equal([1, 2], Some.Numbers(first.Records));
        Assert.Equal([3, 4], Some.Numbers(second.Records));
        Assert.Equal("2", consumer.Checkpoint);
    }

    [Fact]
    public void A_batch_is_gathered_for_its_window()
    {
        ShardConsumer consumer = Consumer(Some.Mapping() with { MaximumBatchingWindow = TimeSpan.FromSeconds(2) });
        consumer.Receive(Some.Records(1, 1), Some.Noon);
        Assert.Empty(consumer.Start(Some.Noon));
        consumer.Receive(Some.Records(2, 1), Some.Noon.AddSeconds(1));

        Assert.Equal(Some.Noon.AddSeconds(2), consumer.WakeAt());
        Assert.Empty(consumer.Start(Some.Noon.AddSeconds(2).AddTicks(-1)));
        Assert.Equal([1, 2], Some.Numbers(Assert.Single(consumer.Start(Some.Noon.AddSeconds(2))).Records));
    }

    [Fact]
    public void The_checkpoint_passes_filtered_records_but_no_earlier_unfinished_record()
    {
        ShardConsumer consumer = Consumer(Some.Mapping() with { FilterPatterns = ["""{"data":{"number":[2]}}"""] });
        consumer.Receive(Some.Records(1, 3), Some.Noon);
        Assert.Equal("1", consumer.Checkpoint);

        consumer.Complete(Assert.Single(consumer.Start(Some.Noon)), Some.Answer(), Some.Noon);

        Assert.Equal("3", consumer.Checkpoint);
    }

    [Fact]
    public void The_checkpoint_waits_for_the_slowest_of_parallel_batches()
    {
        ShardConsumer consumer = Consumer(Some.Mapping() with { ParallelizationFactor = 10, BatchSize = 1 });
        string other = Enumerable.Range(0, 100).Select(i => $"key{i}").First(key => KeyHash.Bucket(key, 10) != KeyHash.Bucket("k", 10));
        consumer.Receive([Some.Record(1), Some.Record(2, other), Some.Record(3, other)], Some.Noon);
        IReadOnlyList<StreamBatch> both = consumer.Start(Some.Noon);

        consumer.Complete(both.Single(batch => batch.Records[0].SequenceNumber == "2"), Some.Answer(), Some.Noon);
        Assert.Null(consumer.Checkpoint);
        consumer.Complete(both.Single(batch => batch.Records[0].SequenceNumber == "1"), Some.Answer(), Some.Noon);

        Assert.Equal("2", consumer.Checkpoint);
    }

    [Fact]
    public void Expired_records_are_given_up_without_an_invocation_and_the_others_sent()
    {
        ShardConsumer consumer = Consumer(Some.Mapping() with { MaximumRecordAge = TimeSpan.FromSeconds(60) });
        consumer.Receive([Some.Record(1), Some.Record(2, at: Some.Noon.AddSeconds(30))], Some.Noon.AddSeconds(61));

        StreamBatch sent = Assert.Single(consumer.Start(Some.Noon.AddSeconds(61)));
        GivenUpBatch givenUp = Assert.Single(consumer.TakeGivenUp());

        Assert.Equal([2], Some.Numbers(sent.Records));
        Assert.Equal([1], Some.Numbers(givenUp.Batch.Records));
        Assert.Equal((GiveUpReason.RecordAgeExceeded, 0), (givenUp.Reason, givenUp.Batch.Invocations));
        Assert.Empty(consumer.TakeGivenUp());
    }

    [Fact]
    public void A_record_larger_than_an_event_is_given_up_and_the_next_one_sent()
    {
        ShardConsumer consumer = Consumer(Some.Mapping());
        consumer.Receive([Some.Record(1, bytes: 7_000_000), Some.Record(2)], Some.Noon);

        Assert.Equal([2], Some.Numbers(Assert.Single(consumer.Start(Some.Noon)).Records));
        Assert.Equal(GiveUpReason.PayloadSizeExceeded, Assert.Single(consumer.TakeGivenUp()).Reason);
    }

    [Fact]
    public void A_shard_is_finished_when_it_has_ended_and_nothing_is_left()
    {
        ShardConsumer consumer = Consumer(Some.Mapping() with { MaximumBatchingWindow = TimeSpan.FromSeconds(300) });
        consumer.Receive(Some.Records(1, 1), Some.Noon);
        consumer.EndOfShard();
        Assert.False(consumer.IsFinished);

        consumer.Complete(Assert.Single(consumer.Start(Some.Noon)), Some.Answer(), Some.Noon);

        Assert.True(consumer.IsFinished);
    }

    [Fact]
    public void A_blocked_shard_is_not_read_without_end()
    {
        ShardConsumer consumer = Consumer(Some.Mapping() with { BatchSize = 10 });
        consumer.Receive(Some.Records(1, 19), Some.Noon);
        Assert.True(consumer.HasRoom);

        consumer.Receive(Some.Records(20, 1), Some.Noon);

        Assert.False(consumer.HasRoom);
    }

    private static ShardConsumer Consumer(EventSourceMappingDefinition mapping) => new(mapping, RecordFilter.Of(mapping), new Random(1));
}
