namespace Analytics.Local.EventSources.Mappings;

/// <summary>Takes the messages about batches that were given up, as a queue does.</summary>
/// <remarks>Called from many threads at once. An exception is logged together with the message; the batch stays given up.</remarks>
public interface IFailureDestination
{
    /// <summary>Takes one message.</summary>
    /// <param name="destinationArn">The queue, as the mapping names it.</param>
    /// <param name="message">UTF-8 JSON with <c>KinesisBatchInfo</c> or <c>DDBStreamBatchInfo</c>.</param>
    /// <param name="cancellationToken">Set when the host shuts down.</param>
    Task SendAsync(string destinationArn, ReadOnlyMemory<byte> message, CancellationToken cancellationToken);
}
