using System.Text.Json;
using Analytics.Local.CloudWatch.Metrics;

namespace Analytics.Local.CloudWatch.Storage;

/// <summary>
/// Serializes a measurement as a line of JSON. A bucket is the sum of its lines, so additions and totals have the same format.
/// </summary>
/// <remarks>
/// <c>{"ns","name","dims":[name,value,...],"unit","res","t","n","sum","min","max","bare","cut","v":[value,count,...]}</c>: <c>res</c> and
/// <c>t</c> are the resolution and the bucket's start in seconds, <c>n</c> to <c>max</c> the totals, <c>bare</c> the number of measurements
/// without values, <c>cut</c> the number of bits cut off the values.
/// </remarks>
internal static class MetricLine
{
    public static void Write(Utf8JsonWriter writer, in Measurement measurement)
    {
        var data = measurement.Data;
        writer.WriteStartObject();
        writer.WriteString("ns", measurement.Id.Namespace);
        writer.WriteString("name", measurement.Id.Name);
        writer.WriteStartArray("dims");
        foreach (var dimension in measurement.Id.Dimensions)
        {
            writer.WriteStringValue(dimension.Name);
            writer.WriteStringValue(dimension.Value);
        }

        writer.WriteEndArray();
        writer.WriteString("unit", measurement.Unit);
        writer.WriteNumber("res", Tier.All[measurement.Tier].Resolution);
        writer.WriteNumber("t", measurement.Second);
        writer.WriteNumber("n", data.Count);
        writer.WriteNumber("sum", data.Sum);
        writer.WriteNumber("min", data.Minimum);
        writer.WriteNumber("max", data.Maximum);
        writer.WriteNumber("bare", data.CountWithoutValues);
        writer.WriteNumber("cut", data.BitsCut);
        writer.WriteStartArray("v");
        foreach (var cell in data.Cells)
        {
            writer.WriteNumberValue(cell.Value);
            writer.WriteNumberValue(cell.Count);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Parses a line; null if it is not a measurement.</summary>
    public static Measurement? Read(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return Read(document.RootElement);
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static Measurement? Read(JsonElement line)
    {
        var dimensions = line.GetProperty("dims").EnumerateArray().Select(Text).Chunk(2).Select(pair => new Dimension(pair[0], pair[^1]));
        var resolution = line.GetProperty("res").GetInt32();
        var tier = Enumerable.Range(0, Tier.All.Count).FirstOrDefault(index => Tier.All[index].Resolution == resolution, -1);
        var totals = new StatisticSet(Number("n"), Number("sum"), Number("min"), Number("max"));
        var cells = line.GetProperty("v").EnumerateArray()
            .Select(number => number.GetDouble())
            .Chunk(2)
            .Select(pair => new ValueCount(pair[0], pair[^1]))
            .ToList();
        return tier < 0
            ? null
            : new Measurement(
                new MetricId(Text(line.GetProperty("ns")), Text(line.GetProperty("name")), dimensions),
                Text(line.GetProperty("unit")),
                tier,
                line.GetProperty("t").GetInt64(),
                Distribution.Restore(totals, Number("bare"), line.GetProperty("cut").GetInt32(), cells));

        double Number(string name) => line.GetProperty(name).GetDouble();
    }

    private static string Text(JsonElement element) => element.GetString() ?? throw new FormatException("A text is null.");
}
