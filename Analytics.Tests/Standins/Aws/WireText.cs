using System.Collections;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Runtime;

namespace Analytics.Tests.Standins.Aws;

/// <summary>What a model type looks like in the AWS JSON protocols, found by reflection and so independently of the stand-ins.</summary>
internal static class WireText
{
    private static readonly JsonSerializerOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(object model) => Node(model)!.ToJsonString(s_options);

    /// <summary>Only the members that the wire knows: the SDK's base types add others.</summary>
    public static IEnumerable<PropertyInfo> Members(Type model) =>
        model.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);

    private static JsonNode? Node(object value) => value switch
    {
        string text => JsonValue.Create(text),
        ConstantClass constant => JsonValue.Create(constant.Value),
        int number => JsonValue.Create(number),
        long number => JsonValue.Create(number),
        double number => JsonValue.Create(number),
        bool truth => JsonValue.Create(truth),
        DateTime { Kind: DateTimeKind.Utc } time =>
            JsonValue.Create((time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond / 1000m),
        MemoryStream { Position: 0 } blob => JsonValue.Create(Convert.ToBase64String(blob.ToArray())),
        IDictionary map => new JsonObject(map.Keys.Cast<string>().Select(key => KeyValuePair.Create(key, Node(map[key]!)))),
        IList list => new JsonArray([.. list.Cast<object>().Select(Node)]),
        DateTime or Stream => throw new InvalidOperationException($"A time must be in UTC and a stream at its beginning; was {value}."),
        _ => new JsonObject(
            from member in Members(value.GetType())
            let content = member.GetValue(value)
            where content is not null
            select KeyValuePair.Create(Name(member), Node(content))),
    };

    /// <summary>Names are those of the members, but for the outer part of a DynamoDB stream's record.</summary>
    private static string Name(MemberInfo member) =>
        member.DeclaringType == typeof(Amazon.DynamoDBStreams.Model.Record) ? JsonNamingPolicy.CamelCase.ConvertName(member.Name)
            : member.Name;
}
