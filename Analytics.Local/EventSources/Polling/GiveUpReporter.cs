using System.Text;
using Analytics.Local.EventSources.Policies;

namespace Analytics.Local.EventSources.Polling;

/// <summary>Reports discarded batches to the log and the on-failure destination.</summary>
internal sealed class GiveUpReporter(PollingContext context, string shardId)
{
    public async Task ReportAsync(GivenUpBatch givenUp, CancellationToken cancellationToken)
    {
        StreamBatch batch = givenUp.Batch;
        context.Log($"{shardId}: gave up {batch.Records.Count} record(s), {batch.Records[0].SequenceNumber} to "
            + $"{batch.Records[^1].SequenceNumber}: {givenUp.Reason}");
        if (context.Mapping.OnFailureDestinationArn is not { } destination || context.Options.FailureDestination is not { } sender)
        {
            return;
        }

        byte[] message = FailureMessage.Write(
            context.Mapping, context.Binding.FunctionArn, shardId, givenUp, context.Options.Time.GetUtcNow());
        try
        {
            await sender.SendAsync(destination, message, cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            // A failing destination must not block the shard; the log keeps the message.
            context.Log($"{destination} did not receive the failure message ({error.Message}): {Encoding.UTF8.GetString(message)}");
        }
    }
}
