using System.Text.Json;

namespace Analytics.Tests.Fuzz;

/// <summary>Where the values and the members of a JSON text stand, so that it can be changed and stay JSON.</summary>
internal sealed class JsonSpans
{
    /// <summary>Every value, at any depth, from its first byte to the one after its last.</summary>
    public List<(int Start, int End)> Values { get; } = [];

    /// <summary>Every member of an object, from its name to the end of its value.</summary>
    public List<(int Start, int End)> Members { get; } = [];

    /// <summary>Every name of a member.</summary>
    public List<(int Start, int End)> Names { get; } = [];

    /// <summary>Finds them; null where the bytes are no JSON.</summary>
    public static JsonSpans? Of(ReadOnlySpan<byte> utf8)
    {
        var spans = new JsonSpans();
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = 1_000 });
        var open = new Stack<(int Start, int Name)>();
        var name = -1;
        try
        {
            while (reader.Read())
            {
                var (start, end) = ((int)reader.TokenStartIndex, (int)reader.BytesConsumed);
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        name = start;
                        spans.Names.Add((start, start + reader.ValueSpan.Length + 2));
                        break;
                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        open.Push((start, name));
                        name = -1;
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        (start, name) = open.Pop();
                        spans.Add(start, end, ref name);
                        break;
                    default:
                        spans.Add(start, end, ref name);
                        break;
                }
            }
        }
        catch (JsonException)
        {
            return null;
        }

        return spans;
    }

    private void Add(int start, int end, ref int name)
    {
        Values.Add((start, end));
        if (name >= 0)
        {
            Members.Add((name, end));
        }

        name = -1;
    }
}
