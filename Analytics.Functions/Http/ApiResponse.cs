using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Orders;

namespace Analytics.Functions.Http;

/// <summary>Makes the answers of the API.</summary>
internal static class ApiResponse
{
    /// <summary>The header that marks an answer to a repeated request.</summary>
    public const string Replayed = "Idempotency-Replayed";

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>200 with a JSON body.</summary>
    public static APIGatewayHttpApiV2ProxyResponse Ok(Action<Utf8JsonWriter> body) => Json(200, "application/json", body);

    /// <summary>A refusal as <c>application/problem+json</c> (RFC 9457).</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="title">What kind of problem it is, the same for all of its kind.</param>
    /// <param name="detail">What was wrong this time.</param>
    /// <param name="errors">One entry for every offending field.</param>
    public static APIGatewayHttpApiV2ProxyResponse Problem(
        int status, string title, string detail, IReadOnlyList<FieldError>? errors = null) =>
        Json(status, "application/problem+json", json =>
        {
            json.WriteStartObject();
            json.WriteString("type", "about:blank");
            json.WriteString("title", title);
            json.WriteNumber("status", status);
            json.WriteString("detail", detail);
            if (errors is { Count: > 0 })
            {
                json.WriteStartArray("errors");
                foreach (var error in errors)
                {
                    json.WriteStartObject();
                    json.WriteString("pointer", error.Pointer);
                    json.WriteString("detail", error.Detail);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        });

    /// <summary>Adds a header to an answer.</summary>
    public static APIGatewayHttpApiV2ProxyResponse With(this APIGatewayHttpApiV2ProxyResponse answer, string name, string value)
    {
        answer.Headers[name] = value;
        return answer;
    }

    private static APIGatewayHttpApiV2ProxyResponse Json(int status, string contentType, Action<Utf8JsonWriter> body)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, WriterOptions))
        {
            body(json);
        }

        return new APIGatewayHttpApiV2ProxyResponse
        {
            StatusCode = status,
            Headers = new Dictionary<string, string> { ["Content-Type"] = contentType, ["Cache-Control"] = "no-store" },
            Body = Encoding.UTF8.GetString(buffer.WrittenSpan),
        };
    }
}
