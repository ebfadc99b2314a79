using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Analytics.Local.Lambda;

/// <summary>The Lambda Runtime API (version 2018-06-01) for one execution environment.</summary>
/// <remarks>Each environment has its own listener, so a process can never respond to another's invocation.</remarks>
public sealed class RuntimeApi(IRuntimeSession session, string functionArn)
{
    private const string Root = "/2018-06-01/runtime/";

    public Task HandleAsync(HttpContext context)
    {
        string path = context.Request.Path.Value ?? "";
        string[] segments = path.StartsWith(Root, StringComparison.Ordinal) ? path[Root.Length..].Split('/') : [];
        return (context.Request.Method, segments) switch
        {
            ("GET", ["invocation", "next"]) => NextAsync(context),
            ("POST", ["invocation", string requestId, "response"]) => ResponseAsync(context, requestId),
            ("POST", ["invocation", string requestId, "error"]) => ErrorAsync(context, requestId),
            ("POST", ["init", "error"]) => InitErrorAsync(context),
            _ => RefuseAsync(context, HttpStatusCode.NotFound, "InvalidPath", $"There is no {context.Request.Method} {path}."),
        };
    }

    private async Task NextAsync(HttpContext context)
    {
        Delivery? delivery = await session.NextAsync(context.RequestAborted);
        if (delivery is null)
        {
            await RefuseAsync(context, HttpStatusCode.Forbidden, "InvalidStateTransition", "The last event has not been answered.");
            return;
        }

        Invocation invocation = delivery.Invocation;
        HttpResponse response = context.Response;
        response.ContentType = "application/json";
        response.ContentLength = invocation.Payload.Length;
        response.Headers["Lambda-Runtime-Aws-Request-Id"] = invocation.RequestId;
        response.Headers["Lambda-Runtime-Deadline-Ms"] = delivery.Deadline.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        response.Headers["Lambda-Runtime-Invoked-Function-Arn"] = functionArn;
        response.Headers["Lambda-Runtime-Trace-Id"] = invocation.TraceId;
        await response.Body.WriteAsync(invocation.Payload, context.RequestAborted);
    }

    private async Task StreamAsync(HttpContext context, string requestId)
    {
        StreamedBody body = new();
        if (!session.Finish(requestId, id => new InvocationResult.Streamed(id, body)))
        {
            await AcceptAsync(context, known: false, requestId);
        }
        else if (await body.FillAsync(context.Request, context.RequestAborted))
        {
            await AcceptAsync(context, known: true, requestId);
        }
        else
        {
            // Deployed, the function would not learn that. Here it makes room for the next client.
            await RefuseAsync(context, HttpStatusCode.Gone, "ClientGone", "Nothing reads the response any more.");
        }
    }

    private async Task ResponseAsync(HttpContext context, string requestId)
    {
        if (context.Request.Headers["Lambda-Runtime-Function-Response-Mode"] == "streaming")
        {
            await StreamAsync(context, requestId);
            return;
        }

        ReadOnlyMemory<byte>? body = await ReadBodyAsync(context);
        if (body is { } payload)
        {
            await AcceptAsync(context, session.Finish(requestId, id => new InvocationResult.Success(id, payload)), requestId);
            return;
        }

        string message = $"Response payload size exceeded maximum allowed payload size ({LambdaLimits.MaxResponseBytes} bytes).";
        session.Finish(requestId, id => new InvocationResult.FunctionError(id, "Function.ResponseSizeTooLarge", message));
        await RefuseAsync(context, HttpStatusCode.RequestEntityTooLarge, "Function.ResponseSizeTooLarge", message);
    }

    private async Task ErrorAsync(HttpContext context, string requestId)
    {
        RuntimeError error = await ReadErrorAsync(context);
        await AcceptAsync(
            context, session.Finish(requestId, id => new InvocationResult.FunctionError(id, error.ErrorType, error.Message)), requestId);
    }

    private async Task InitErrorAsync(HttpContext context)
    {
        session.FailInit(await ReadErrorAsync(context));
        await WriteAsync(context, HttpStatusCode.Accepted, writer => writer.WriteString("status", "OK"));
    }

    private static async Task<RuntimeError> ReadErrorAsync(HttpContext context) =>
        RuntimeError.Read(await ReadBodyAsync(context) ?? default, context.Request.Headers["Lambda-Runtime-Function-Error-Type"]);

    /// <summary>Reads the whole request body; null if it exceeds the maximum response size.</summary>
    private static async Task<ReadOnlyMemory<byte>?> ReadBodyAsync(HttpContext context)
    {
        using MemoryStream body = new();
        byte[] buffer = new byte[64 * 1024];
        bool fits = true;
        for (int read = await ReadAsync(); read > 0; read = await ReadAsync())
        {
            // Read an oversized body to its end too: a runtime that is still writing would not see the error response.
            fits = fits && body.Length + read <= LambdaLimits.MaxResponseBytes;
            if (fits)
            {
                body.Write(buffer, 0, read);
            }
        }

        return fits ? body.ToArray() : (ReadOnlyMemory<byte>?)null;

        ValueTask<int> ReadAsync() => context.Request.Body.ReadAsync(buffer, context.RequestAborted);
    }

    private static Task AcceptAsync(HttpContext context, bool known, string requestId) => known
        ? WriteAsync(context, HttpStatusCode.Accepted, writer => writer.WriteString("status", "OK"))
        : RefuseAsync(context, HttpStatusCode.BadRequest, "InvalidRequestID", $"No invocation {requestId} is under way here.");

    private static Task RefuseAsync(HttpContext context, HttpStatusCode status, string type, string message) =>
        WriteAsync(context, status, writer =>
        {
            writer.WriteString("errorMessage", message);
            writer.WriteString("errorType", type);
        });

    private static async Task WriteAsync(HttpContext context, HttpStatusCode status, Action<Utf8JsonWriter> members)
    {
        using MemoryStream body = new();
        using (Utf8JsonWriter writer = new(body))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        context.Response.StatusCode = (int)status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length), context.RequestAborted);
    }
}
