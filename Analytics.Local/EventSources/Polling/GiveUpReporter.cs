using System.Text;
using Analytics.Local.EventSources.Policies;

namespace Analytics.Local.EventSources.Polling;

/// <summary>Tells the log and the on-failure destination which records were given up.</summary>
internal sealed class GiveUpReporter(PollingContext context, string shardId)
{
    public async Task ReportAsync(GivenUpBatch givenUp, CancellationToken cancellationToken)
    {
        RecordBatch batch = givenUp.Batch;
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
            // A destination that fails must not block the shard; the log has the message then.
            context.Log($"{destination} could not be told ({error.Message}): {Encoding.UTF8.GetString(message)}");
        }
    }
}
