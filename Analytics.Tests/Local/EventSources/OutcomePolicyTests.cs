using Analytics.Local.EventSources.Mappings;
using Analytics.Local.EventSources.Policies;
using Analytics.Local.Lambda;
using Xunit;

namespace Analytics.Tests.Local.EventSources;

public class OutcomePolicyTests
{
    private static readonly EventSourceMappingDefinition Reporting =
        Some.Mapping() with { ReportBatchItemFailures = true, MaximumRetryAttempts = 2 };

    [Fact]
    public void An_answer_advances() => Assert.IsType<BatchDecision.Advance>(Decide(Reporting, Some.Answer()));

    [Fact]
    public void Item_failures_are_ignored_unless_the_mapping_heeds_them() =>
        Assert.IsType<BatchDecision.Advance>(Decide(Reporting with { ReportBatchItemFailures = false }, Some.Failures(1)));

    [Fact]
    public void A_reported_record_and_all_after_it_are_tried_again()
    {
        StreamBatch remaining = Retried(Decide(Reporting, Some.Failures(3)));

        Assert.Equal([3, 4], Some.Numbers(remaining.Records));
        Assert.Equal((1, 1), (remaining.FailedAttempts, remaining.Invocations));
    }

    [Fact]
    public void Progress_begins_the_count_of_attempts_anew()
    {
        StreamBatch remaining = Retried(
            Decide(Reporting, Some.Failures(2), new StreamBatch(Some.Records(1, 4), FailedAttempts: 2, Invocations: 2)));

        Assert.Equal((1, 3), (remaining.FailedAttempts, remaining.Invocations));
    }

    [Fact]
    public void A_split_at_the_reported_record_costs_no_attempt_and_makes_no_halves()
    {
        StreamBatch remaining = Retried(Decide(Reporting with { BisectBatchOnFunctionError = true }, Some.Failures(2)));

        Assert.Equal([2, 3, 4], Some.Numbers(remaining.Records));
        Assert.Equal(0, remaining.FailedAttempts);
    }

    [Fact]
    public void An_error_tries_the_whole_batch_again_until_the_retries_are_used_up()
    {
        OutcomePolicy policy = Policy(Reporting);
        StreamBatch batch = new(Some.Records(1, 4));

        StreamBatch second = Retried(policy.Decide(batch, Some.Error()));
        StreamBatch third = Retried(policy.Decide(second, Some.Error()));
        GivenUpBatch givenUp = Assert.IsType<BatchDecision.GiveUp>(policy.Decide(third, Some.Error())).Remaining;

        Assert.Equal([1, 2, 3, 4], Some.Numbers(third.Records));
        Assert.Equal(
            (GiveUpReason.RetryAttemptsExhausted, 3, "r-1", true),
            (givenUp.Reason, givenUp.Batch.Invocations, givenUp.Batch.LastRequestId, givenUp.Batch.LastWasError));
    }

    [Fact]
    public void Without_a_limit_a_batch_is_never_given_up() => Assert.IsType<BatchDecision.Retry>(
        Decide(
            Reporting with { MaximumRetryAttempts = null }, Some.Error(), new StreamBatch(Some.Records(1, 4), FailedAttempts: 1_000_000)));

    [Fact]
    public void Bisecting_halves_the_batch_and_costs_no_attempt()
    {
        BatchDecision.Split split = Assert.IsType<BatchDecision.Split>(
            Decide(Reporting with { BisectBatchOnFunctionError = true, MaximumRetryAttempts = 0 }, Some.Error(),
                new StreamBatch(Some.Records(1, 5))));

        Assert.Equal([1, 2], Some.Numbers(split.First.Records));
        Assert.Equal([3, 4, 5], Some.Numbers(split.Second.Records));
        Assert.Equal((0, 0), (split.First.FailedAttempts, split.Second.FailedAttempts));
    }

    [Fact]
    public void A_single_record_cannot_be_bisected() => Assert.IsType<BatchDecision.GiveUp>(
        Decide(Reporting with { BisectBatchOnFunctionError = true, MaximumRetryAttempts = 0 }, Some.Error(),
            new StreamBatch(Some.Records(1, 1))));

    [Fact]
    public void An_invocation_that_did_not_run_is_no_attempt()
    {
        StreamBatch batch = new(Some.Records(1, 4), FailedAttempts: 2, Invocations: 2);

        StreamBatch remaining = Retried(
            Decide(Reporting with { BisectBatchOnFunctionError = true }, new InvocationResult.NotRun("no process"), batch));

        Assert.Equal((2, 2, 1), (remaining.FailedAttempts, remaining.Invocations, remaining.NotRun));
        Assert.Equal(batch.Records, remaining.Records);
    }

    [Theory]
    [InlineData(1, 0.1, 0.2)]
    [InlineData(2, 0.2, 0.4)]
    [InlineData(8, 12.8, 25.6)]
    [InlineData(9, 15, 30)]
    [InlineData(10_000, 15, 30)]
    public void Waiting_doubles_up_to_a_cap(int failures, double atLeast, double atMost)
    {
        RetryBackoff backoff = new(new Random(7));

        Assert.All(Enumerable.Range(0, 50), _ => Assert.InRange(backoff.After(failures).TotalSeconds, atLeast, atMost));
    }

    private static OutcomePolicy Policy(EventSourceMappingDefinition mapping) => new(mapping, new RetryBackoff(new Random(1)));

    private static BatchDecision Decide(EventSourceMappingDefinition mapping, InvocationResult result, StreamBatch? batch = null) =>
        Policy(mapping).Decide(batch ?? new StreamBatch(Some.Records(1, 4)), result);

    private static StreamBatch Retried(BatchDecision outcome) => Assert.IsType<BatchDecision.Retry>(outcome).Remaining;
}
