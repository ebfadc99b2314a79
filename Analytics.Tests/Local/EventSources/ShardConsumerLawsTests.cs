using System.Numerics;
using Analytics.Local.EventSources.Filters;
using Analytics.Local.EventSources.Mappings;
using Analytics.Local.EventSources.Policies;
using Analytics.Local.EventSources.Records;
using Analytics.Local.Lambda;
using CsCheck;
using Xunit;

namespace Analytics.Tests.Local.EventSources;

/// <summary>
/// Drives the machine through a drawn world: records in pages, a function that answers, reports, throws or does not run,
/// batches that end in any order, mappings of every shape. Survived must be: all of it.
/// </summary>
public class ShardConsumerLawsTests
{
    private static readonly Gen<EventSourceMappingDefinition> Mappings =
        from size in Gen.Int[1, 7]
        from parallel in Gen.Int[1, 4]
        from retries in Gen.Int[-1, 3]
        from bisects in Gen.Bool
        from reports in Gen.Bool
        from window in Gen.Int[0, 3]
        select Some.Mapping() with
        {
            BatchSize = size,
            ParallelizationFactor = parallel,
            MaximumRetryAttempts = retries < 0 ? null : retries,
            BisectBatchOnFunctionError = bisects,
            ReportBatchItemFailures = reports,
            MaximumBatchingWindow = TimeSpan.FromSeconds(window),
        };

    private static readonly Gen<(EventSourceMappingDefinition Mapping, int Records, int Seed)> Worlds =
        Gen.Select(Mappings, Gen.Int[0, 40], Gen.Int[0, 1_000_000]);

    [Fact]
    public void No_record_is_skipped_records_of_a_key_stay_in_order_and_the_checkpoint_never_passes_an_unfinished_record() =>
        Worlds.Sample(world => new World(world.Mapping, world.Records, world.Seed).Run(), iter: 3_000);

    [Fact]
    public void Bisecting_finds_the_one_bad_record() =>
        Gen.Select(Gen.Int[1, 100], Gen.Int[0, 99], Gen.Int[0, 3]).Sample((count, at, retries) =>
        {
            int bad = at % count;
            EventSourceMappingDefinition mapping =
                Some.Mapping() with { BatchSize = 100, BisectBatchOnFunctionError = true, MaximumRetryAttempts = retries };
            ShardConsumer consumer = new(mapping, RecordFilter.Of(mapping), new Random(1));
            consumer.Receive(Some.Records(0, count), Some.Noon);
            List<int> done = [];
            DateTimeOffset now = Some.Noon;
            for (; consumer.WakeAt() is { } wake; now = wake > now ? wake : now)
            {
                foreach (StreamBatch batch in consumer.Start(wake > now ? wake : now))
                {
                    int[] numbers = Some.Numbers(batch.Records);
                    consumer.Complete(batch, numbers.Contains(bad) ? Some.Error() : Some.Answer(), now);
                    done.AddRange(numbers.Contains(bad) ? [] : numbers);
                }
            }

            GivenUpBatch givenUp = Assert.Single(consumer.TakeGivenUp());
            Assert.Equal([bad], Some.Numbers(givenUp.Batch.Records));
            Assert.Equal(Enumerable.Range(0, count).Where(number => number != bad), done);
            Assert.Equal((count - 1).ToString(System.Globalization.CultureInfo.InvariantCulture), consumer.Checkpoint);
        });

    private sealed class World(EventSourceMappingDefinition mapping, int records, int seed)
    {
        private readonly Random _chance = new(seed);
        private readonly ShardConsumer _consumer = new(mapping, RecordFilter.Of(mapping), new Random(seed));
        private readonly List<StreamBatch> _inFlight = [];
        private readonly HashSet<string> _finished = [];
        private readonly Dictionary<string, BigInteger> _lastOfKey = [];
        private DateTimeOffset _now = Some.Noon;

        public void Run()
        {
            int read = 0;
            for (int step = 0; !_consumer.IsFinished; step++)
            {
                Assert.True(step < 20_000, "the machine came to no end");
                switch (_chance.Next(3))
                {
                    case 0 when read < records && _consumer.HasRoom:
                        int count = Math.Min(_chance.Next(1, 6), records - read);
                        _consumer.Receive(
                            [.. Enumerable.Range(read, count).Select(number => Some.Record(number, $"key{_chance.Next(5)}"))], _now);
                        read += count;
                        break;
                    case 0 when read == records:
                        _consumer.EndOfShard();
                        break;
                    case 1 when _inFlight.Count > 0:
                        Finish(_inFlight[_chance.Next(_inFlight.Count)], settle: step > 2_000);
                        break;
                    default:
                        _now = _consumer.WakeAt() is { } wake && wake > _now ? wake : _now.AddMilliseconds(10);
                        Start();
                        break;
                }

                CheckpointPassesNothingUnfinished(read);
            }

            Assert.Equal(records, _finished.Count);
        }

        private void Start()
        {
            foreach (StreamBatch batch in _consumer.Start(_now))
            {
                Assert.InRange(batch.Records.Count, 1, mapping.BatchSize);
                Assert.Empty(batch.Records.Select(record => record.PartitionKey).Intersect(
                    _inFlight.SelectMany(other => other.Records).Select(record => record.PartitionKey)));
                foreach (StreamRecord record in batch.Records)
                {
                    // Never back behind a record of the same key that is done.
                    Assert.True(!_lastOfKey.TryGetValue(record.PartitionKey, out BigInteger last) || last < record.Order);
                }

                _inFlight.Add(batch);
            }
        }

        private void Finish(StreamBatch batch, bool settle)
        {
            _inFlight.Remove(batch);
            int firstFailed = _chance.Next(batch.Records.Count);
            InvocationResult result = (settle ? 0 : _chance.Next(5)) switch
            {
                0 or 1 => Some.Answer(),
                2 => Some.Failures(Some.Numbers([batch.Records[firstFailed]])),
                3 => Some.Error(),
                _ => new InvocationResult.NotRun("busy"),
            };
            BatchDecision outcome = _consumer.Complete(batch, result, _now);
            Done(outcome switch
            {
                BatchDecision.Retry retry => batch.Records.Take(batch.Records.Count - retry.Remaining.Records.Count),
                BatchDecision.Split => [],
                _ => batch.Records,
            });
            Assert.Equal(outcome is BatchDecision.GiveUp ? 1 : 0, _consumer.TakeGivenUp().Count);
        }

        private void Done(IEnumerable<StreamRecord> done)
        {
            foreach (StreamRecord record in done)
            {
                Assert.True(_finished.Add(record.SequenceNumber), "done twice");
                _lastOfKey[record.PartitionKey] = record.Order;
            }
        }

        private void CheckpointPassesNothingUnfinished(int read)
        {
            int passed = _consumer.Checkpoint is { } checkpoint ? int.Parse(checkpoint, System.Globalization.CultureInfo.InvariantCulture)
                : -1;
            int lowestUnfinished = Enumerable.Range(0, read).FirstOrDefault(number => !_finished.Contains($"{number}"), read);
            Assert.Equal(lowestUnfinished - 1, passed);
        }
    }
}
