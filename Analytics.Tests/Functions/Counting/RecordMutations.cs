using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Analytics.Tests.Functions.Counting;

/// <summary>Random variants of records: written in another form, incomplete, or damaged.</summary>
internal static class RecordMutations
{
    /// <summary>The same JSON in another form, or with an unknown member, or with a member that is missing or breaks a rule.</summary>
    public static byte[] Unusual(byte[] utf8, Random random)
    {
        var json = JsonNode.Parse(utf8)!;
        var options = new JsonSerializerOptions
        {
            WriteIndented = random.Next(2) == 0,
            Encoder = random.Next(2) == 0 ? System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping : null,
        };
        for (var change = random.Next(4); change > 0; change--)
        {
            var objects = Objects(json).ToList();
            var chosen = objects[random.Next(objects.Count)];
            var name = chosen.Count == 0 ? "none" : chosen.ElementAt(random.Next(chosen.Count)).Key;
            switch (random.Next(5))
            {
                case 0:
                    chosen["extra"] = random.Next(3) switch { 0 => "text", 1 => 5, _ => new JsonObject { ["nested"] = null } };
                    break;
                case 1:
                    chosen.Remove(name);
                    break;
                case 2:
                    chosen[name] = random.Next(4) switch { 0 => "2026-11-23T10:05:12.345Z", 1 => 2, 2 => null, _ => "USD" };
                    break;
                case 3:
                    json = Reordered(json)!;
                    break;
            }
        }

        return Encoding.UTF8.GetBytes(json.ToJsonString(options));
    }

    /// <summary>The bytes with up to two deletions, insertions, repetitions or replacements.</summary>
    public static byte[] Damaged(byte[] utf8, Random random)
    {
        const string Likely = "\"\\{}[]:,0123456789.-eE \t\n\u0001\u0080\u00FFnulltruefalseUSDJPYPLACEDCANCELLED";
        for (var damage = random.Next(3); damage > 0; damage--)
        {
            var at = random.Next(utf8.Length);
            utf8 = random.Next(4) switch
            {
                0 => [.. utf8[..at], .. utf8[Math.Min(utf8.Length, at + 1 + random.Next(3))..]],
                1 => [.. utf8[..at], (byte)Likely[random.Next(Likely.Length)], .. utf8[at..]],
                2 => [.. utf8[..at], .. utf8[Math.Max(0, at - random.Next(40))..]],
                _ => [.. utf8[..at], (byte)Likely[random.Next(Likely.Length)], .. utf8[(at + 1)..]],
            };
        }

        return utf8;
    }

    /// <summary>The JSON with the members of each object in the opposite order.</summary>
    public static JsonNode? Reordered(JsonNode? node) => node switch
    {
        JsonObject properties =>
            new JsonObject(properties.Reverse().Select(property => KeyValuePair.Create(property.Key, Reordered(property.Value)))),
        JsonArray array => new JsonArray([.. array.Select(Reordered)]),
        _ => node?.DeepClone(),
    };

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject properties => properties.SelectMany(property => Objects(property.Value)).Prepend(properties),
        JsonArray array => array.SelectMany(Objects),
        _ => [],
    };
}
