using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace Analytics.Local.Lambda;

/// <summary>A response that is read while the function writes it.</summary>
/// <remarks>The function waits when it is 64 KB ahead of the reader.</remarks>
public sealed class StreamedBody
{
    private readonly Pipe _pipe = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _abandoned = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What the function has written. Fails if the response ends with an error.</summary>
    public PipeReader Reader => _pipe.Reader;

    /// <summary>Completes when the function has ended the response, or nothing reads it any more.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Says that nothing reads the response any more. The function learns it at once.</summary>
    public void Abandon() => _abandoned.TrySetResult();

    /// <summary>Takes what the function writes.</summary>
    /// <param name="request">The request in which it writes it.</param>
    /// <param name="cancellationToken">Cancelled when the process of the function has gone.</param>
    /// <returns>Whether the response is complete; false if it was abandoned or broke off.</returns>
    internal async Task<bool> FillAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            Task copying = request.Body.CopyToAsync(_pipe.Writer, either.Token);
            if (await Task.WhenAny(copying, _abandoned.Task) != copying)
            {
                await either.CancelAsync();
            }

            await copying;
            failure = ErrorIn(request);
        }
        catch (Exception broken) when (broken is OperationCanceledException or IOException)
        {
            failure = new IOException("The response broke off.", broken);
        }

        await _pipe.Writer.CompleteAsync(failure);
        _ended.TrySetResult();
        return failure is null or FunctionFailedException;
    }

    private static FunctionFailedException? ErrorIn(HttpRequest request) =>
        request.CheckTrailersAvailable() && request.GetTrailer("Lambda-Runtime-Function-Error-Type") is [{ } type, ..]
            ? new FunctionFailedException(type)
            : null;

    private sealed class FunctionFailedException(string type) : IOException($"The function ended the response with {type}.");
}
