using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>One entry of the function's log.</summary>
internal sealed record LogLine(DateTimeOffset At, string Level, ILambdaContext Invocation, MessageTemplate Message, Exception Exception)
{
    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private string Timestamp => At.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Time, request id, level and message between tabs; an exception follows on lines of its own.</summary>
    public string ToText()
    {
        var line = $"{Timestamp}\t{Invocation?.AwsRequestId}\t{ShortLevel}\t{Message.Text}";
        return Exception is null ? line : $"{line}{Environment.NewLine}{Exception}";
    }

    /// <summary>A single line of JSON, the message's arguments beside the message.</summary>
    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, s_json))
        {
            writer.WriteStartObject();
            writer.WriteString("timestamp", Timestamp);
            writer.WriteString("level", Level);
            if (Invocation is not null)
            {
                writer.WriteString("requestId", Invocation.AwsRequestId);
                writer.WriteString("traceId", Invocation.TraceId);
            }

            writer.WriteString("message", Message.Text);
            foreach (var (name, value) in Message.Properties)
            {
                writer.WritePropertyName(name);
                WriteValue(writer, value);
            }

            if (Exception is not null)
            {
                writer.WriteString("errorType", Exception.GetType().FullName);
                writer.WriteString("errorMessage", Exception.Message);
                writer.WriteString("stackTrace", Exception.ToString());
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private string ShortLevel => Level switch
    {
        "Trace" => "trce",
        "Debug" => "dbug",
        "Information" => "info",
        "Warning" => "warn",
        "Error" => "fail",
        "Critical" => "crit",
        _ => Level,
    };

    private static void WriteValue(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case bool truth:
                writer.WriteBooleanValue(truth);
                break;
            case byte or sbyte or short or ushort or int or uint or long:
                writer.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case decimal number:
                writer.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            case IFormattable formattable:
                writer.WriteStringValue(formattable.ToString(null, CultureInfo.InvariantCulture));
                break;
            default:
                writer.WriteStringValue(value.ToString());
                break;
        }
    }
}
