using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Analytics.Core.Wire;

/// <summary>
/// Writes JSON so that equal values have equal text: names in ordinal order, numbers without needless digits.
/// </summary>
public static class CanonicalJson
{
    // A decimal holds every digit of a number of this length.
    private const int MaxExact = 28;

    /// <summary>The canonical text of a value.</summary>
    /// <exception cref="InvalidOperationException">A text has half a surrogate pair.</exception>
    public static string Of(JsonElement value)
    {
        var text = new StringBuilder();
        Write(text, value);
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                var members = value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal).ToList();
                WriteAll(text, "{", members, "}", member =>
                {
                    WriteText(text, member.Name);
                    text.Append(':');
                    Write(text, member.Value);
                });
                break;
            case JsonValueKind.Array:
                WriteAll(text, "[", [.. value.EnumerateArray()], "]", element => Write(text, element));
                break;
            case JsonValueKind.Number:
                text.Append(Shortest(value.GetRawText()));
                break;
            case JsonValueKind.String:
                WriteText(text, value.GetString()!);
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }

    private static void WriteAll<T>(StringBuilder text, string open, List<T> values, string close, Action<T> write)
    {
        text.Append(open);
        for (var index = 0; index < values.Count; index++)
        {
            text.Append(index > 0 ? "," : "");
            write(values[index]);
        }

        text.Append(close);
    }

    // The length before the text makes escapes unnecessary.
    private static void WriteText(StringBuilder text, string value) =>
        text.Append(CultureInfo.InvariantCulture, $"\"{value.Length}:{value}\"");

    // A number beyond the range of decimal stays as it is written.
    private static string Shortest(string number) =>
        decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && number.Length <= MaxExact
            ? value.ToString("G29", CultureInfo.InvariantCulture)
            : number;
}
