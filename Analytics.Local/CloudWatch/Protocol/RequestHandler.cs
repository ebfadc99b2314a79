using System.Buffers;
using System.Globalization;
using System.Text;
using Analytics.Local.CloudWatch.Operations;
using Microsoft.AspNetCore.Http;

namespace Analytics.Local.CloudWatch.Protocol;

/// <summary>Takes a request off the wire, has its operation executed, and puts the answer on the wire.</summary>
internal sealed class RequestHandler(IReadOnlyList<IOperation> operations, Action<string> log)
{
    private const string QueryRefusal =
        "<ErrorResponse><Error><Type>Sender</Type><Code>UnsupportedProtocol</Code><Message>This local CloudWatch speaks AWS JSON 1.0 "
        + "and Smithy RPC v2 CBOR, not the older query protocol; use a current AWS SDK or AWS CLI.</Message></Error></ErrorResponse>";

    private readonly Dictionary<string, IOperation> byName = operations.ToDictionary(operation => operation.Name, StringComparer.Ordinal);
    private long requests;

    public async Task HandleAsync(HttpContext context)
    {
        var response = context.Response;
        response.Headers["x-amzn-RequestId"] =
            string.Create(CultureInfo.InvariantCulture, $"00000000-0000-4000-8000-{Interlocked.Increment(ref requests):x12}");
        switch (Route.Of(context.Request))
        {
            case Route.Operation operation:
                await AnswerAsync(context, operation);
                break;
            case Route.Query:
                await WriteTextAsync(response, StatusCodes.Status400BadRequest, "text/xml", QueryRefusal);
                break;
            default:
                await WriteTextAsync(
                    response, StatusCodes.Status404NotFound, "text/plain", "This is a local CloudWatch. Call it with an AWS SDK or the AWS CLI.\n");
                break;
        }
    }

    private async Task AnswerAsync(HttpContext context, Route.Operation route)
    {
        try
        {
            var body = await RequestBody.ReadAsync(context.Request, context.RequestAborted);
            await WriteAsync(context.Response, route.Format, StatusCodes.Status200OK, Execute(route, body));
        }
        catch (ServiceError error)
        {
            await WriteErrorAsync(context.Response, route.Format, error);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Abort();
        }
        catch (Exception problem)
        {
            // Whatever it is, the client is to hear of it in its own terms and the endpoint is to go on.
            log($"{route.Name} failed: {problem}");
            await WriteErrorAsync(context.Response, route.Format, ServiceError.Internal($"{route.Name} failed: {problem.Message}"));
        }
    }

    private WireValue.Map? Execute(Route.Operation route, ReadOnlyMemory<byte> body)
    {
        var operation = byName.GetValueOrDefault(route.Name) ?? throw ServiceError.UnknownOperation(
            $"The operation {route.Name} is not supported by this local CloudWatch; supported are {string.Join(", ", byName.Keys)}.");
        return operation.Execute(new Input(body.IsEmpty ? WireValue.Map.Empty : route.Format.Decode(body)));
    }

    private static async Task WriteErrorAsync(HttpResponse response, IWireFormat format, ServiceError error)
    {
        var members = new Dictionary<string, WireValue>(StringComparer.Ordinal)
        {
            ["__type"] = "com.amazonaws.cloudwatch#" + error.Shape,
            ["message"] = error.Message,
        };
        foreach (var (name, value) in error.Details?.Members ?? WireValue.Map.Empty.Members)
        {
            members[name] = value;
        }

        response.Headers["x-amzn-query-error"] = $"{error.QueryCode};{(error.Status < 500 ? "Sender" : "Receiver")}";
        await WriteAsync(response, format, error.Status, new WireValue.Map(members));
    }

    private static async Task WriteAsync(HttpResponse response, IWireFormat format, int status, WireValue.Map? value)
    {
        response.StatusCode = status;
        if (format.ResponseHeader is { } header)
        {
            response.Headers[header.Name] = header.Value;
        }

        if (value is null)
        {
            response.ContentLength = 0;
            return;
        }

        var buffer = new ArrayBufferWriter<byte>();
        format.Encode(value, buffer);
        response.ContentType = format.ContentType;
        response.ContentLength = buffer.WrittenCount;
        await response.Body.WriteAsync(buffer.WrittenMemory);
    }

    private static async Task WriteTextAsync(HttpResponse response, int status, string type, string text)
    {
        response.StatusCode = status;
        response.ContentType = type;
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text));
    }
}
