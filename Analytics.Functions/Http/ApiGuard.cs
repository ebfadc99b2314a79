using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Core;
using Amazon.Runtime;
using Analytics.Functions.Runtime;
using Analytics.Storage;

namespace Analytics.Functions.Http;

/// <summary>Stands between the routes and Lambda: a broken world becomes an answer that says so.</summary>
internal static class ApiGuard
{
    private static readonly TimeSpan AnswerMargin = TimeSpan.FromSeconds(1);

    /// <summary>Runs a route; 503 when AWS did not answer in time, so that the caller knows to try again.</summary>
    public static async Task<APIGatewayHttpApiV2ProxyResponse> RunAsync(
        ILambdaContext context, TimeProvider time, Func<CancellationToken, Task<APIGatewayHttpApiV2ProxyResponse>> route)
    {
        using var deadline = Deadline.Of(context, AnswerMargin, time);
        try
        {
            return await route(deadline.Token);
        }
        catch (Exception failure) when (failure is AmazonServiceException or AmazonClientException or HttpRequestException
            or IOException or OperationCanceledException or TimeoutException)
        {
            context.Logger.LogError($"The request failed: {failure}");
            return ApiResponse.Problem(503,
                "A service behind this one did not answer. Try again; an order with the same Idempotency-Key is placed once.")
                .With("Retry-After", "1");
        }
        catch (DocumentUnreadableException unreadable)
        {
            // Nothing is summed that is not whole.
            context.Logger.LogError($"The request failed: {unreadable.Message}");
            return ApiResponse.Problem(500,
                $"Aggregates are unreadable: {unreadable.Message} "
                    + $"{(unreadable.IsNewer ? "Deploy the newer version." : "`rebuild` mends it.")}");
        }
        catch (Exception fault)
        {
            // Ours, or an item that somebody wrote by hand: the log has it all, the caller gets an answer all the same.
            context.Logger.LogError($"The request failed: {fault}");
            return ApiResponse.Problem(500, "The request could not be served; the log says why.");
        }
    }
}
