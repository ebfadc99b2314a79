using System.Globalization;
using System.Text.Json;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Alerts;
using Analytics.Core.Orders;
using Analytics.Functions.Aggregates;
using Analytics.Functions.Http;

namespace Analytics.Functions.Alerts;

/// <summary>Handles requests to try an alert on the past. Thread-safe.</summary>
internal sealed class AlertTrialHandler(AlertTrial trial, AlertResource resource, TimeProvider time)
{
    private const int MaxBodyBytes = 16 * 1024;
    private const int MaxDays = 14;
    private const int MaxRings = 100;
    private const string DefaultDays = "7";

    /// <summary>Answers how often the alert in the body would have rung, and when.</summary>
    public async Task<APIGatewayHttpApiV2ProxyResponse> TryAsync(
        APIGatewayHttpApiV2ProxyRequest request, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        QueryParameters.Check(request, ["days"], errors);
        var text = request.QueryParameter("days") ?? DefaultDays;
        errors.Require(
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= MaxDays,
            "days", $"must be a whole number from 1 to {MaxDays}; got '{text}'");
        if (errors.Any)
        {
            return AggregatesHandler.Refuse(errors);
        }

        if (!JsonDocumentBody.TryRead(request, MaxBodyBytes, out var body, out var unread))
        {
            return unread;
        }

        using var _ = body;
        var now = time.GetUtcNow();
        if (Read(body.RootElement, now, errors) is not { } alert || errors.Any)
        {
            return ApiResponse.Problem(400, "The request is invalid; `errors` lists the fields.", errors.List);
        }

        var result = await trial.RunAsync(alert, days, now, cancellationToken);
        return ApiResponse.Ok(json => Write(json, result, now));
    }

    private Alert? Read(JsonElement json, DateTimeOffset now, FieldErrors errors)
    {
        try
        {
            return resource.ReadTrial(json, now, errors);
        }
        catch (JsonException malformed)
        {
            errors.Add("#", $"has a name that is not text: {malformed.Message}");
            return null;
        }
    }

    private static void Write(Utf8JsonWriter json, TrialResult result, DateTimeOffset now)
    {
        var end = result.Range.To;
        json.WriteStartObject();
        AggregateWriter.WriteRange(json, result.Calendar, result.Range);
        json.WriteString("asOf", Timestamps.Format(now));
        json.WriteNumber("times", result.Rings.Count);
        json.WriteNumber("minutes", result.Rings.Sum(ring => (ring.Until ?? end).Number - ring.Since.Number));
        json.WriteStartArray("rings");
        foreach (var ring in result.Rings.Reverse().Take(MaxRings))
        {
            json.WriteStartObject();
            json.WriteString("since", result.Calendar.Format(ring.Since));
            if (ring.Until is { } until)
            {
                json.WriteString("until", result.Calendar.Format(until));
            }
            else
            {
                json.WriteNull("until");
            }

            json.WritePropertyName("numbers");
            json.WriteRawValue(ring.Numbers);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
