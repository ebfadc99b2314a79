using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Analytics.Local.Web;

/// <summary>Writes responses of the site in JSON.</summary>
internal static class SiteAnswer
{
    /// <summary>Writes a message.</summary>
    public static Task WriteAsync(HttpResponse response, int status, string message) => WriteAsync(response, status, json =>
    {
        json.WriteStartObject();
        json.WriteString("message", message);
        json.WriteEndObject();
    });

    /// <summary>Writes a response that <paramref name="body"/> writes.</summary>
    public static Task WriteAsync(HttpResponse response, int status, Action<Utf8JsonWriter> body) =>
        WriteAsync(response, status, Written(body));

    /// <summary>Writes JSON.</summary>
    public static async Task WriteAsync(HttpResponse response, int status, ReadOnlyMemory<byte> json)
    {
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = json.Length;
        if (!HttpMethods.IsHead(response.HttpContext.Request.Method))
        {
            await response.Body.WriteAsync(json);
        }
    }

    /// <summary>The JSON that <paramref name="body"/> writes.</summary>
    public static ReadOnlyMemory<byte> Written(Action<Utf8JsonWriter> body)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            body(json);
        }

        return buffer.WrittenMemory;
    }
}
