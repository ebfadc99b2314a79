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

        yield return result.IsInterrupted
            ? "Interrupted: whether it works is not known."
            : $"It does not work: \"{result.Steps.First(step => !step.IsRight).Name}\" failed.";
        if (Order(result) is { } order)
        {
            yield return order;
        }
    }

    // What became of the order; null if none was placed.
    private static string? Order(SmokeResult result)
    {
        if (result.OrderId is { } id)
        {
            return result.Steps.Any(step => step is { Name: SmokeStep.Cancelled, IsRight: true })
                ? $"The order {id} ({result.Reference}) is cancelled."
                : $"The order {id} ({result.Reference}) is NOT cancelled: cancel it by POST /orders/{id}/cancel.";
        }

        return result.Steps.FirstOrDefault(step => step.Name == SmokeStep.LookedUp) switch
        {
            null => null,
            { IsRight: true } => $"No order with the reference {result.Reference} was found.",
            _ => $"The order may have been placed: find it by GET /orders?reference={result.Reference}, and cancel it.",
        };
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
