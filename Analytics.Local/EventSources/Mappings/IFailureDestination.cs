namespace Analytics.Local.EventSources.Mappings;

/// <summary>On-failure destination: receives a message for each discarded batch.</summary>
/// <remarks>Implementations are called concurrently. If one throws, the message is logged and the batch stays discarded.</remarks>
public interface IFailureDestination
{
    /// <summary>Sends one message.</summary>
    /// <param name="destinationArn">The queue's ARN from the mapping.</param>
    /// <param name="message">UTF-8 JSON with <c>KinesisBatchInfo</c> or <c>DDBStreamBatchInfo</c>.</param>
    /// <param name="cancellationToken">Cancelled when the host shuts down.</param>
    Task SendAsync(string destinationArn, ReadOnlyMemory<byte> message, CancellationToken cancellationToken);
}
