using System.Text.Json;
using Analytics.Functions.Http;

namespace Analytics.Functions.Aggregates;

/// <summary>The answer of a route: what it reads, and how it states what was read.</summary>
internal interface IAnswer
{
    /// <summary>What to read.</summary>
    ReadPlan Plan { get; }

    /// <summary>Whether the answer tells one version of the data from another, so that the reading must have a tag.</summary>
    bool NeedsTag => false;

    /// <summary>Whether the answer can be a table.</summary>
    bool HasTable => true;

    /// <summary>Checks what cannot be checked before the reading. Adds to the errors of the query.</summary>
    void Check(AggregateReading reading)
    {
    }

    /// <summary>Writes the answer as properties of a JSON object, after the head that all answers have.</summary>
    void Write(Utf8JsonWriter json, AggregateReading reading);

    /// <summary>Writes the answer as a table.</summary>
    CsvTable Table(AggregateReading reading);

    /// <summary>Headers of the answer.</summary>
    IEnumerable<(string Name, string Value)> Headers(AggregateReading reading) => [];
}
