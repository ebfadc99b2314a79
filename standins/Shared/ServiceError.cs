using System.Net;
using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.Standins;

/// <summary>An error as the service reported it.</summary>
/// <param name="Shape">Selects the exception type. It is the code too, unless the service has older codes.</param>
/// <param name="Response">Code, message, request id and type.</param>
/// <param name="InnerException">The failure of the HTTP call itself.</param>
/// <param name="StatusCode">The response's status.</param>
/// <param name="Body">The whole body, for the members that only some errors have.</param>
internal sealed record ServiceError(
    string Shape, ErrorResponse Response, Exception InnerException, HttpStatusCode StatusCode, Func<byte[]> Body)
{
    public string Message => Response.Message;

    public ErrorType Type => Response.Type;

    public string Code => Response.Code;

    public string RequestId => Response.RequestId;

    public List<T> List<T>(string member, Func<JsonElement, T> read)
    {
        using var document = JsonDocument.Parse(Body());
        return document.RootElement.List(member, read);
    }
}
