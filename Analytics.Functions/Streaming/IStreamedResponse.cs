namespace Analytics.Functions.Streaming;

/// <summary>A response that is sent in parts. Not thread-safe.</summary>
public interface IStreamedResponse
{
    /// <summary>Sends status and headers.</summary>
    Task BeginAsync(int status, IEnumerable<KeyValuePair<string, string>> headers, CancellationToken cancellationToken);

    /// <summary>Sends a part of the body, after <see cref="BeginAsync"/>. It arrives without waiting for more.</summary>
    /// <exception cref="IOException">Nothing reads the response any more.</exception>
    Task WriteAsync(ReadOnlyMemory<byte> part, CancellationToken cancellationToken);
}
