namespace Analytics.Functions.Alerts;

/// <summary>Tells receivers of alerts. Thread-safe.</summary>
public interface INoticeSender
{
    /// <summary>Makes one attempt to deliver a notice.</summary>
    /// <param name="url">The URL of the receiver.</param>
    /// <param name="body">The notice as JSON.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Why it failed, at most 200 characters and without the URL; null if the receiver accepted the notice.</returns>
    Task<string?> SendAsync(string url, ReadOnlyMemory<byte> body, CancellationToken cancellationToken);
}
