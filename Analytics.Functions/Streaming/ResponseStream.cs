using System.Buffers;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Analytics.Functions.Streaming;

/// <summary>The response to one invocation, streamed to the Lambda Runtime API over a connection of its own. Not thread-safe.</summary>
/// <remarks>
/// HTTP/1.1 is written by hand: <see cref="HttpClient"/> sends no trailers, which report an error after the response has begun, and does
/// not look at a response before it has sent its request.
/// </remarks>
/// <param name="api">The address of the Runtime API.</param>
/// <param name="requestId">The invocation.</param>
internal sealed class ResponseStream(Uri api, string requestId) : IStreamedResponse, IDisposable
{
    private const string ErrorType = "Lambda-Runtime-Function-Error-Type";
    private const string ErrorBody = "Lambda-Runtime-Function-Error-Body";

    // AWS Lambda developer guide, "Using response streaming with function URLs": these bytes stand between status and body.
    private static readonly byte[] PreludeEnd = new byte[8];

    private readonly CancellationTokenSource _gone = new();
    private NetworkStream? _connection;
    private Task<string>? _answer;
    private bool _isComplete;

    /// <summary>Cancelled when the Runtime API answers or closes the connection before the response is complete.</summary>
    public CancellationToken Gone => _gone.Token;

    /// <summary>Whether a part of the response has been sent.</summary>
    public bool HasBegun => _connection is not null;

    /// <inheritdoc/>
    public async Task BeginAsync(int status, IEnumerable<KeyValuePair<string, string>> headers, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(api.Host, api.Port, cancellationToken);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        _connection = new NetworkStream(socket, ownsSocket: true);
        await _connection.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST {api.AbsolutePath}invocation/{requestId}/response HTTP/1.1\r\nHost: {api.Authority}\r\n"
                    + "Content-Type: application/vnd.awslambda.http-integration-response\r\n"
                    + "Lambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked\r\n"
                    + $"Trailer: {ErrorType}, {ErrorBody}\r\n\r\n"),
            cancellationToken);
        _answer = ReadAnswerAsync(_connection);
        await WriteAsync(Prelude(status, headers), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task WriteAsync(ReadOnlyMemory<byte> part, CancellationToken cancellationToken)
    {
        // A chunk without bytes would end the body.
        if (part.Length > 0)
        {
            byte[] chunk = [.. Encoding.ASCII.GetBytes(part.Length.ToString("x", CultureInfo.InvariantCulture)), .. "\r\n"u8,
                .. part.Span, .. "\r\n"u8];
            await _connection!.WriteAsync(chunk, cancellationToken);
        }
    }

    /// <summary>Completes the response.</summary>
    /// <exception cref="IOException">The Runtime API did not accept the response.</exception>
    public Task CompleteAsync(CancellationToken cancellationToken) => EndAsync("", cancellationToken);

    /// <summary>Ends a response that has begun with an error.</summary>
    /// <exception cref="IOException">The Runtime API did not accept the response.</exception>
    public Task FailAsync(string type, ReadOnlyMemory<byte> error, CancellationToken cancellationToken) =>
        EndAsync($"{ErrorType}: {type}\r\n{ErrorBody}: {Convert.ToBase64String(error.Span)}\r\n", cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _isComplete = true;
        _connection?.Dispose();
        _gone.Dispose();
    }

    private async Task EndAsync(string trailers, CancellationToken cancellationToken)
    {
        _isComplete = true;
        await _connection!.WriteAsync(Encoding.ASCII.GetBytes($"0\r\n{trailers}\r\n"), cancellationToken);
        var answer = await _answer!.WaitAsync(cancellationToken);
        if (!answer.StartsWith("HTTP/1.1 202", StringComparison.Ordinal))
        {
            throw new IOException($"The Runtime API did not accept the response: '{answer}'.");
        }
    }

    // Reads the first line of the Runtime API's answer; less if the connection ends.
    private async Task<string> ReadAnswerAsync(NetworkStream connection)
    {
        var line = new List<byte>();
        var buffer = new byte[256];
        try
        {
            while (!line.Contains((byte)'\n') && await connection.ReadAsync(buffer) is > 0 and var read)
            {
                line.AddRange(buffer.AsSpan(0, read));
            }
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            // Nothing reads the response any more, or the response is disposed of.
        }

        if (!_isComplete)
        {
            await _gone.CancelAsync();
        }

        return Encoding.ASCII.GetString([.. line]).Split('\r')[0];
    }

    private static byte[] Prelude(int status, IEnumerable<KeyValuePair<string, string>> headers)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteNumber("statusCode", status);
        json.WriteStartObject("headers");
        foreach (var (name, value) in headers)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return [.. buffer.WrittenSpan, .. PreludeEnd];
    }
}
