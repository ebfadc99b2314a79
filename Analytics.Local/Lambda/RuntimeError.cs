using System.Text.Json;

namespace Analytics.Local.Lambda;

/// <summary>An error that the runtime reports.</summary>
public sealed record RuntimeError(string ErrorType, string Message)
{
    /// <summary>Parses the body of an error report. A body that is not JSON becomes the message unchanged.</summary>
    /// <param name="body">The body of the report.</param>
    /// <param name="typeHeader">The header <c>Lambda-Runtime-Function-Error-Type</c>, used if the body has no type.</param>
    public static RuntimeError Read(ReadOnlyMemory<byte> body, string? typeHeader)
    {
        string type = string.IsNullOrEmpty(typeHeader) ? "Unhandled" : typeHeader;
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new RuntimeError(Text(document.RootElement, "errorType") ?? type, Text(document.RootElement, "errorMessage") ?? "")
                : new RuntimeError(type, document.RootElement.GetRawText());
        }
        catch (JsonException)
        {
            return new RuntimeError(type, System.Text.Encoding.UTF8.GetString(body.Span));
        }
    }

    /// <summary>The error for a process that exited, in Lambda's wording.</summary>
    /// <param name="exitCode">The exit code as a shell reports it: 128 + the signal number for a killed process.</param>
    public static RuntimeError OfExit(int exitCode) => new("Runtime.ExitError", exitCode switch
    {
        0 => "Runtime exited without providing a reason",
        137 => "Runtime exited with error: signal: killed",
        143 => "Runtime exited with error: signal: terminated",
        134 => "Runtime exited with error: signal: aborted",
        139 => "Runtime exited with error: signal: segmentation fault",
        _ => $"Runtime exited with error: exit status {exitCode}",
    });

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
