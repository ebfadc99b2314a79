using System.Text;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Functions.Live;
using Analytics.Functions.Streaming;

namespace Analytics.Tests.Documentation;

/// <summary>A streamed response, read to its end or to its first event.</summary>
internal sealed class StreamedAnswer : IStreamedResponse, IDisposable
{
    private readonly CancellationTokenSource _isRead = new();
    private readonly APIGatewayHttpApiV2ProxyResponse _answer = new() { Headers = new Dictionary<string, string>(), Body = "" };

    private StreamedAnswer()
    {
    }

    /// <summary>Asks the live function, at a time that does not move.</summary>
    public static async Task<APIGatewayHttpApiV2ProxyResponse> OfAsync(
        LiveFunction function, APIGatewayHttpApiV2ProxyRequest request, DateTimeOffset now)
    {
        using var answer = new StreamedAnswer();
        try
        {
            await function.AnswerAsync(request, answer, now.AddMinutes(1), answer._isRead.Token);
        }
        catch (OperationCanceledException) when (answer._isRead.IsCancellationRequested)
        {
            // It has an event.
        }

        return answer._answer;
    }

    public Task BeginAsync(int status, IEnumerable<KeyValuePair<string, string>> headers, CancellationToken cancellationToken)
    {
        _answer.StatusCode = status;
        headers.ToList().ForEach(_answer.Headers.Add);
        return Task.CompletedTask;
    }

    public async Task WriteAsync(ReadOnlyMemory<byte> part, CancellationToken cancellationToken)
    {
        _answer.Body += Encoding.UTF8.GetString(part.Span);
        if (part.Span.StartsWith("id: "u8))
        {
            await _isRead.CancelAsync();
        }
    }

    public void Dispose() => _isRead.Dispose();
}
