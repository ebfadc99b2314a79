using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Analytics.Local.Tokens;

/// <summary>Writes the answers of an issuer.</summary>
internal static class IssuerResponse
{
    /// <summary>Answers with an error (RFC 6749, 5.2).</summary>
    public static Task RefuseAsync(HttpContext context, int status, string error, string description) =>
        WriteAsync(context, status, json =>
        {
            json.WriteString("error", error);
            json.WriteString("error_description", description);
        });

    /// <summary>Answers with a JSON object, which is not to be stored.</summary>
    public static async Task WriteAsync(HttpContext context, int status, Action<Utf8JsonWriter> members)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentLength = body.WrittenCount;
        await context.Response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted);
    }
}
