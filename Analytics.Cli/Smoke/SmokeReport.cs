using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Analytics.Cli.Smoke;

/// <summary>Prints the result of <c>smoke</c>.</summary>
internal static class SmokeReport
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A row for each step, and what it all means.</summary>
    public static IEnumerable<string> Lines(SmokeResult result)
    {
        yield return "STEP               MS  RESULT";
        foreach (var step in result.Steps)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{step.Name,-12}  {step.Took.TotalMilliseconds,7:N0}  {(step.IsRight ? "" : "FAILED: ")}{step.Detail}");
        }

        yield return "";
        if (result.IsRight)
        {
            yield return $"It works. The order {result.OrderId} ({result.Reference}) stays in the table, cancelled.";
            yield break;
        }

        yield return $"It does not work: \"{result.Steps.First(step => !step.IsRight).Name}\" failed.";
        if (result.OrderId is not null)
        {
            var isCancelled = result.Steps.Any(step => step is { Name: "cancelled", IsRight: true });
            yield return isCancelled
                ? $"The order {result.OrderId} ({result.Reference}) is cancelled."
                : $"The order {result.OrderId} ({result.Reference}) is NOT cancelled: cancel it by POST /orders/{result.OrderId}/cancel.";
        }
    }

    /// <summary>The result as one JSON object.</summary>
    public static string Json(SmokeResult result)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Indented))
        {
            json.WriteStartObject();
            json.WriteBoolean("works", result.IsRight);
            json.WriteString("api", result.Api.ToString());
            json.WriteString("reference", result.Reference);
            json.WriteString("orderId", result.OrderId);
            json.WriteStartArray("steps");
            foreach (var step in result.Steps)
            {
                json.WriteStartObject();
                json.WriteString("step", step.Name);
                json.WriteNumber("milliseconds", Math.Round(step.Took.TotalMilliseconds, 1));
                json.WriteBoolean("right", step.IsRight);
                json.WriteString("result", step.Detail);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }
}
