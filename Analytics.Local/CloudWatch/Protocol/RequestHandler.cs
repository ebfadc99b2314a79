using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Analytics.Local.CloudWatch.Protocol;

/// <summary>Decodes a request, executes its operation and writes the response.</summary>
internal sealed class RequestHandler(IReadOnlyList<IOperation> operations, Action<string> log)
{
    private readonly Dictionary<string, IOperation> byName = operations.ToDictionary(operation => operation.Name, StringComparer.Ordinal);
    private long requests;

    public async Task HandleAsync(HttpContext context)
    {
        var requestId = string.Create(CultureInfo.InvariantCulture, $"00000000-0000-4000-8000-{Interlocked.Increment(ref requests):x12}");
        context.Response.Headers["x-amzn-RequestId"] = requestId;
        switch (OperationRoute.Of(context.Request))
        {
            case OperationRoute.Known operation:
                await AnswerAsync(context, operation, requestId);
                break;
            default:
                await WriteTextAsync(
                    context.Response,
                    StatusCodes.Status404NotFound,
                    "text/plain",
                    "This is a local CloudWatch. Call it with an AWS SDK or the AWS CLI.\n");
                break;
        }
    }

    private async Task AnswerAsync(HttpContext context, OperationRoute.Known route, string requestId)
    {
        var head = new ResponseHead(route.Name ?? "", requestId);
        try
        {
            var body = await ReadAsync(context, route);
            var request = body.IsEmpty ? WireValue.Map.Empty : route.Format.Decode(body);
            head = head with { Operation = route.Name ?? QueryFormat.ActionOf(request) };
            var result = Operation(route, head.Operation).Execute(new Input(request));
            await WriteAsync(
                context.Response, route.Format, StatusCodes.Status200OK, output => route.Format.EncodeResult(head, result, output));
        }
        catch (ServiceError error)
        {
            await WriteErrorAsync(context.Response, route.Format, head, error);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Abort();
        }
        catch (Exception problem)
        {
            // The client gets an error in its own protocol, and the endpoint keeps running.
            log($"{head.Operation} failed: {problem}");
            var fault = ServiceError.Internal($"{head.Operation} failed: {problem.Message}");
            await WriteErrorAsync(context.Response, route.Format, head, fault);
        }
    }

    /// <summary>Reads the body. A Query request without a body has its parameters in the query string.</summary>
    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext context, OperationRoute.Known route)
    {
        var body = await RequestBody.ReadAsync(context.Request, context.RequestAborted);
        return route.Format is QueryFormat && body.IsEmpty
            ? Encoding.UTF8.GetBytes((context.Request.QueryString.Value ?? "").TrimStart('?'))
            : body;
    }

    private IOperation Operation(OperationRoute.Known route, string name)
    {
        if (byName.TryGetValue(name, out var operation))
        {
            return operation;
        }

        var message = $"The operation {name} is not supported by this local CloudWatch; supported are {string.Join(", ", byName.Keys)}.";
        throw route.Format is QueryFormat ? ServiceError.Query("InvalidAction", message) : ServiceError.UnknownOperation(message);
    }

    private static Task WriteErrorAsync(HttpResponse response, IWireFormat format, ResponseHead head, ServiceError error)
    {
        response.Headers["x-amzn-query-error"] = $"{error.QueryCode};{error.Fault}";
        return WriteAsync(response, format, error.Status, output => format.EncodeError(head, error, output));
    }

    private static async Task WriteAsync(HttpResponse response, IWireFormat format, int status, Action<IBufferWriter<byte>> encode)
    {
        var buffer = new ArrayBufferWriter<byte>();
        encode(buffer);
        response.StatusCode = status;
        if (format.ResponseHeader is { } header)
        {
            response.Headers[header.Name] = header.Value;
        }

        response.ContentLength = buffer.WrittenCount;
        if (buffer.WrittenCount > 0)
        {
            response.ContentType = format.ContentType;
            await response.Body.WriteAsync(buffer.WrittenMemory);
        }
    }

    private static async Task WriteTextAsync(HttpResponse response, int status, string type, string text)
    {
        response.StatusCode = status;
        response.ContentType = type;
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text));
    }
}
