using System.Text.Json;

namespace Analytics.Functions.Aggregates;

/// <summary>Writes figures as JSON.</summary>
internal static class FigureWriter
{
    /// <summary>Writes figures as properties of the current object.</summary>
    public static void Write(Utf8JsonWriter json, Figures figures)
    {
        foreach (var figure in figures.All)
        {
            if (figure.Kind == FigureKind.Count)
            {
                json.WriteNumber(figure.Name, (long)figure.Count);
            }
            else
            {
                AggregateWriter.WriteMoney(json, figure.Name, figure.Amounts!);
            }
        }
    }

    /// <summary>Writes the figures of then as properties of the current object, with the difference and the ratio of each.</summary>
    public static void WriteThen(Utf8JsonWriter json, Compared compared)
    {
        Write(json, compared.Then!);
        WriteEach(json, "difference", compared, FigureChange.Difference);
        WriteEach(json, "ratio", compared, FigureChange.Ratio);
    }

    /// <summary>Writes a number that is given as text; null for none.</summary>
    public static void WriteNumber(Utf8JsonWriter json, string name, string? number)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(number ?? "null", skipInputValidation: true);
    }

    private static void WriteEach(Utf8JsonWriter json, string name, Compared compared, ChangeText change)
    {
        json.WriteStartObject(name);
        foreach (var (now, then) in compared.Pairs())
        {
            var figure = now ?? then!;
            if (figure.Kind == FigureKind.Count)
            {
                WriteNumber(json, figure.Name, change(now, then, null));
                continue;
            }

            json.WriteStartObject(figure.Name);
            foreach (var currency in FigureChange.Currencies(now, then))
            {
                WriteNumber(json, currency.Code, change(now, then, currency));
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
