using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Analytics.Local.Schedules;

/// <summary>Writes the event that EventBridge sends for a schedule.</summary>
internal static class ScheduledEvent
{
    /// <summary>The event as UTF-8 JSON.</summary>
    /// <param name="schedule">The schedule; its own input is the whole event.</param>
    /// <param name="id">The event's id.</param>
    /// <param name="at">When the schedule was due. The event states it in whole seconds.</param>
    /// <param name="account">The account.</param>
    /// <param name="region">The region.</param>
    public static byte[] Write(ScheduleDefinition schedule, Guid id, DateTimeOffset at, string account, string region)
    {
        if (schedule.Input is { } input)
        {
            return Encoding.UTF8.GetBytes(input);
        }

        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("version", "0");
            json.WriteString("id", id);
            json.WriteString("detail-type", "Scheduled Event");
            json.WriteString("source", schedule.Source);
            json.WriteString("account", account);
            json.WriteString("time", at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            json.WriteString("region", region);
            json.WriteStartArray("resources");
            json.WriteStringValue(schedule.Arn);
            json.WriteEndArray();
            json.WriteStartObject("detail");
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
