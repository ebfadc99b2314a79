using System.Text.Json;
using Analytics.Local.CloudWatch.Dashboards;

namespace Analytics.Local.Web;

/// <summary>Responds to the page's requests for the list of dashboards and for one dashboard.</summary>
internal sealed class DashboardPages(DashboardStore dashboards)
{
    /// <summary>Writes the names of all dashboards.</summary>
    public void List(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (var dashboard in dashboards.List(""))
        {
            json.WriteStringValue(dashboard.Name);
        }

        json.WriteEndArray();
    }

    /// <summary>Writes a dashboard and the validation messages for its body; false if there is no dashboard with this name.</summary>
    public bool TryShow(string name, Utf8JsonWriter json)
    {
        if (dashboards.Find(name) is not { } dashboard)
        {
            return false;
        }

        var messages = dashboard.Problem is { } problem
            ? [new BodyMessage("", problem, IsError: true)]
            : DashboardBody.Check(dashboard.Body);
        json.WriteStartObject();
        json.WriteString("name", dashboard.Name);
        json.WriteString("modified", dashboard.LastModified);
        json.WriteStartArray("messages");
        foreach (var message in messages)
        {
            json.WriteStartObject();
            json.WriteString("path", message.DataPath);
            json.WriteString("message", message.Message);
            json.WriteBoolean("isError", message.IsError);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WritePropertyName("body");
        WriteBody(json, dashboard.Body);
        json.WriteEndObject();
        return true;
    }

    // Writes null if the body is not JSON; the validation messages report that.
    private static void WriteBody(Utf8JsonWriter json, string body)
    {
        try
        {
            using var parsed = JsonDocument.Parse(body);
            parsed.RootElement.WriteTo(json);
        }
        catch (JsonException)
        {
            json.WriteNullValue();
        }
    }
}
