using System.Diagnostics;
using Analytics.Local.EventSources.Mappings;
using Analytics.Local.Lambda;

namespace Analytics.Local.EventSources.Policies;

/// <summary>Decides what to do with a batch after its invocation. Uses no clock and no I/O.</summary>
/// <remarks>
/// A batch is tried once and then retried <c>MaximumRetryAttempts</c> times. A split does not count as an attempt, because halves only
/// get smaller. If bisecting is on, a partial response that reports progress splits the batch at the reported record instead of in half.
/// If it is off, the records from the reported one onwards form a new batch with one failed attempt.
/// </remarks>
internal sealed class OutcomePolicy(EventSourceMappingDefinition mapping, RetryBackoff backoff)
{
    public BatchDecision Decide(StreamBatch batch, InvocationResult result) => result switch
    {
        InvocationResult.NotRun => NotRun(batch),
        InvocationResult.Success success => Answered(batch, success),
        InvocationResult.FunctionError error => Failed(
            batch with { NotRun = 0, Invocations = batch.Invocations + 1, LastRequestId = error.RequestId, LastWasError = true }),
        _ => throw new UnreachableException(),
    };

    private BatchDecision.Retry NotRun(StreamBatch batch) =>
        new(batch with { NotRun = batch.NotRun + 1 }, backoff.After(batch.NotRun + 1));

    private BatchDecision Answered(StreamBatch batch, InvocationResult.Success success)
    {
        int firstFailed = mapping.ReportBatchItemFailures ? BatchResponse.FirstFailed(success.Payload, batch.Records) : batch.Records.Count;
        if (firstFailed == batch.Records.Count)
        {
            return new BatchDecision.Advance();
        }

        StreamBatch remaining = batch.Part(firstFailed..) with
        {
            NotRun = 0,
            Invocations = batch.Invocations + 1,
            LastRequestId = success.RequestId,
            LastWasError = false,
        };
        bool splits = firstFailed > 0 && mapping.BisectBatchOnFunctionError;
        return RetryOrGiveUp(remaining with
        {
            FailedAttempts = splits ? 0 : firstFailed > 0 ? 1 : batch.FailedAttempts + 1,
        });
    }

    private BatchDecision Failed(StreamBatch batch)
    {
        if (!mapping.BisectBatchOnFunctionError || batch.Records.Count == 1)
        {
            return RetryOrGiveUp(batch with { FailedAttempts = batch.FailedAttempts + 1 });
        }

        int half = batch.Records.Count / 2;
        return new BatchDecision.Split(batch.Part(..half), batch.Part(half..), backoff.After(1));
    }

    private BatchDecision RetryOrGiveUp(StreamBatch remaining) => remaining.FailedAttempts > mapping.MaximumRetryAttempts
        ? new BatchDecision.GiveUp(new GivenUpBatch(remaining, GiveUpReason.RetryAttemptsExhausted))
        : new BatchDecision.Retry(remaining, backoff.After(Math.Max(1, remaining.FailedAttempts)));
}
