using System.Globalization;
using System.Net.Http.Headers;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The headers that an invocation's payload comes with. What Lambda leaves out is null.</summary>
internal sealed record InvocationHeaders
{
    public string AwsRequestId { get; init; }

    public DateTimeOffset Deadline { get; init; }

    public string InvokedFunctionArn { get; init; }

    public string TraceId { get; init; }

    public static InvocationHeaders Read(HttpResponseHeaders headers) => new()
    {
        AwsRequestId = Get(headers, "Lambda-Runtime-Aws-Request-Id")
            ?? throw new HttpRequestException("The Runtime API sent an invocation without a request id."),
        Deadline = long.TryParse(Get(headers, "Lambda-Runtime-Deadline-Ms"), CultureInfo.InvariantCulture, out var milliseconds)
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : DateTimeOffset.UnixEpoch,
        InvokedFunctionArn = Get(headers, "Lambda-Runtime-Invoked-Function-Arn"),
        TraceId = Get(headers, "Lambda-Runtime-Trace-Id"),
    };

    private static string Get(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) ? string.Join(",", values) : null;
}
