using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Core;
using Amazon.Runtime;
using Analytics.Functions.Logging;
using Analytics.Functions.Runtime;
using Analytics.Storage;

namespace Analytics.Functions.Http;

/// <summary>Runs routes and turns their exceptions into problem responses.</summary>
internal static class ApiGuard
{
    private static readonly TimeSpan AnswerMargin = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Runs a route. Responds 503 when AWS fails or does not respond in time, so that the caller knows to retry, and 500 for every other
    /// exception; also where AWS refuses a call that it would refuse again, because the function lacks a permission or a table is missing.
    /// </summary>
    public static async Task<APIGatewayHttpApiV2ProxyResponse> RunAsync(
        ILambdaContext context, TimeProvider time, Func<CancellationToken, Task<APIGatewayHttpApiV2ProxyResponse>> route)
    {
        using var deadline = Deadline.Of(context, AnswerMargin, time);
        try
        {
            return await route(deadline.Token);
        }
        catch (Exception failure) when (!IsRefusedForGood(failure)
            && failure is AmazonServiceException or AmazonClientException or HttpRequestException or IOException
                or OperationCanceledException or TimeoutException)
        {
            context.Logger.LogError(
                LogEvent.Line("requestFailed", ("status", 503), ("error", failure.GetType().Name), ("message", failure.Message)));
            return ApiResponse.Problem(503,
                "An AWS service failed or did not respond in time. Retry; resend a change with the same Idempotency-Key or reference, "
                    + "so that it is applied once.")
                .With("Retry-After", "1");
        }
        catch (DocumentUnreadableException unreadable)
        {
            // A damaged document is reported rather than left out of the sums.
            context.Logger.LogError(
                LogEvent.Line("requestFailed", ("status", 500), ("document", unreadable.Key), ("reason", unreadable.Message)));
            return ApiResponse.Problem(500,
                $"Aggregates are unreadable: {unreadable.Message} "
                    + $"{(unreadable.IsNewer ? "Deploy the newer version." : "Run `rebuild` to repair it.")}");
        }
        catch (Exception fault)
        {
            // A bug, or an item that was edited by hand. The log has the details; the caller gets a response anyway.
            context.Logger.LogError(
                LogEvent.Line("requestFailed", ("status", 500), ("error", fault.GetType().Name), ("exception", fault.ToString())));
            return ApiResponse.Problem(500, "The request could not be served; the log says why.");
        }
    }

    // Codes of DynamoDB's common errors that do not depend on load (Amazon DynamoDB Developer Guide, Error handling).
    private static bool IsRefusedForGood(Exception failure) => failure is AmazonServiceException
    {
        ErrorCode: "AccessDeniedException" or "ResourceNotFoundException" or "ValidationException" or "MissingAuthenticationTokenException"
            or "UnrecognizedClientException",
    };
}
