using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Analytics.Functions.Logging;

/// <summary>Formats log lines of key=value pairs, which a query can parse: <c>event=commitFailed changes=3 error=…</c>.</summary>
internal static class LogEvent
{
    /// <summary>Returns one line that begins with the event's name.</summary>
    /// <remarks>
    /// A value that is empty or contains a space, a quotation mark, an equals sign or a control character is written as a JSON string. So
    /// one event is one line, and its values end where they should.
    /// </remarks>
    /// <param name="name">The event, in camel case.</param>
    /// <param name="pairs">The names and values. Values must not be the customer's data.</param>
    public static string Line(string name, params ReadOnlySpan<(string Name, object Value)> pairs)
    {
        var line = new StringBuilder("event=").Append(name);
        foreach (var (key, value) in pairs)
        {
            line.Append(' ').Append(key).Append('=').Append(Text(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""));
        }

        return line.ToString();
    }

    private static string Text(string value) => value.Length > 0 && !value.Any(c => c is ' ' or '"' or '=' || char.IsControl(c))
        ? value
        : $"\"{JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
