using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Orders;

namespace Analytics.Functions.Http;

/// <summary>Creates the API's responses.</summary>
internal static class ApiResponse
{
    /// <summary>The header that marks the response to a repeated request.</summary>
    public const string Replayed = "Idempotency-Replayed";

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>200 with a JSON body.</summary>
    public static APIGatewayHttpApiV2ProxyResponse Ok(Action<Utf8JsonWriter> body) => Json(200, "application/json", body);

    /// <summary>201 with a JSON body: the request created what it shows.</summary>
    public static APIGatewayHttpApiV2ProxyResponse Created(Action<Utf8JsonWriter> body) => Json(201, "application/json", body);

    /// <summary>204: done, and there is nothing to show.</summary>
    public static APIGatewayHttpApiV2ProxyResponse NoContent() => new()
    {
        StatusCode = 204,
        Headers = new Dictionary<string, string> { ["Cache-Control"] = "no-store" },
        Body = "",
    };

    /// <summary>200 with a table in CSV whose first row names the columns.</summary>
    public static APIGatewayHttpApiV2ProxyResponse Ok(CsvTable table) =>
        Answer(200, "text/csv; charset=utf-8; header=present", table.ToString());

    /// <summary>200 with text of any type.</summary>
    public static APIGatewayHttpApiV2ProxyResponse Ok(string contentType, string body) => Answer(200, contentType, body);

    /// <summary>A response without content.</summary>
    public static APIGatewayHttpApiV2ProxyResponse Empty(int status) => new()
    {
        StatusCode = status, Headers = new Dictionary<string, string> { ["Cache-Control"] = "no-store" },
    };

    /// <summary>200 with newline-delimited JSON: one value in each line.</summary>
    public static APIGatewayHttpApiV2ProxyResponse OkLines(IEnumerable<Action<Utf8JsonWriter>> values)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer, WriterOptions);
        foreach (var write in values)
        {
            write(json);
            json.Flush();
            buffer.Write("\n"u8);
            json.Reset();
        }

        return Answer(200, Accept.JsonLines, Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    /// <summary>
    /// An error as <c>application/problem+json</c> (RFC 9457), titled with its status phrase as section 4.2.1 recommends.
    /// </summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="detail">What was wrong, and what to do.</param>
    /// <param name="errors">One entry for each invalid field or parameter.</param>
    /// <param name="errorsAreOf">What the errors name: JSON pointers into a document, or parameters of the URL.</param>
    public static APIGatewayHttpApiV2ProxyResponse Problem(
        int status, string detail, IReadOnlyList<FieldError>? errors = null, ErrorLocation errorsAreOf = ErrorLocation.Pointer) =>
        Json(status, "application/problem+json", json =>
        {
            json.WriteStartObject();
            json.WriteString("type", "about:blank");
            json.WriteString("title", StatusPhrase.Of(status));
            json.WriteNumber("status", status);
            json.WriteString("detail", detail);
            if (errors is { Count: > 0 })
            {
                json.WriteStartArray("errors");
                foreach (var error in errors)
                {
                    json.WriteStartObject();
                    json.WriteString(errorsAreOf == ErrorLocation.Pointer ? "pointer" : "parameter", error.Pointer);
                    json.WriteString("detail", error.Detail);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        });

    /// <summary>Sets a header of a response and returns the response.</summary>
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

        return Answer(status, contentType, Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private static APIGatewayHttpApiV2ProxyResponse Answer(int status, string contentType, string body) => new()
    {
        StatusCode = status,
        Headers = new Dictionary<string, string> { ["Content-Type"] = contentType, ["Cache-Control"] = "no-store" },
        Body = body,
    };
}

/// <summary>What the entries of a problem's <c>errors</c> name.</summary>
internal enum ErrorLocation
{
    /// <summary>A field of a JSON document, by a JSON Pointer (RFC 6901).</summary>
    Pointer,

    /// <summary>A parameter of the URL, by its name.</summary>
    Parameter,
}
