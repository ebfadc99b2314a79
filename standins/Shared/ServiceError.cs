using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.Standins;

/// <summary>An error as the service reported it.</summary>
/// <param name="Shape">Selects the exception type. It is the code too, unless the service has older codes.</param>
/// <param name="Response">Code, message, request id and type.</param>
/// <param name="InnerException">The failure of the HTTP call itself.</param>
/// <param name="StatusCode">The response's status.</param>
internal sealed record ServiceError(
    string Shape, ErrorResponse Response, Exception InnerException, HttpStatusCode StatusCode)
{
    public string Message => Response.Message;

    public ErrorType Type => Response.Type;

    public string Code => Response.Code;

    public string RequestId => Response.RequestId;
}
