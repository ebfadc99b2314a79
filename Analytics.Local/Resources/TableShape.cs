using Amazon.DynamoDBv2.Model;
using Analytics.Local.Templates;

namespace Analytics.Local.Resources;

/// <summary>Compares keys, indexes and stream of an existing table with its definition in the template.</summary>
internal static class TableShape
{
    /// <summary>Describes each difference in words; empty if there is none.</summary>
    public static IReadOnlyList<string> Differences(TableDefinition wanted, TableDescription there)
    {
        var differences = new List<string>();
        var types = (there.AttributeDefinitions ?? []).ToDictionary(
            attribute => attribute.AttributeName, attribute => attribute.AttributeType.Value);
        Compare("its key", Keys(wanted.Keys, wanted.Attributes), Keys(there.KeySchema, types));
        Compare(
            "its global indexes",
            Indexes(wanted.GlobalIndexes, wanted.Attributes),
            string.Join(", ",
                (there.GlobalSecondaryIndexes
                ?? []).Select(index => Index(index.IndexName, index.KeySchema, index.Projection, types)).Order()));
        Compare(
            "its local indexes",
            Indexes(wanted.LocalIndexes, wanted.Attributes),
            string.Join(", ",
                (there.LocalSecondaryIndexes
                ?? []).Select(index => Index(index.IndexName, index.KeySchema, index.Projection, types)).Order()));
        Compare(
            "its stream",
            wanted.StreamViewType ?? "",
            there.StreamSpecification is { StreamEnabled: true } stream ? stream.StreamViewType.Value : "");
        return differences;

        void Compare(string what, string wantedText, string thereText)
        {
            if (wantedText != thereText)
            {
                differences.Add($"{what} is {Shown(thereText)} and should be {Shown(wantedText)}");
            }
        }
    }

    private static string Shown(string text) => text.Length == 0 ? "none" : text;

    private static string Indexes(IReadOnlyList<IndexDefinition> indexes, IReadOnlyDictionary<string, string> types) =>
        string.Join(
            ", ", indexes.Select(index => Index(index.Name, Keys(index.Keys, types), index.Projection, index.ProjectedAttributes)).Order());

    private static string Index(string name, List<KeySchemaElement> keys, Projection projection,
        IReadOnlyDictionary<string, string> types) =>
        Index(name, Keys(keys, types), projection.ProjectionType.Value, projection.NonKeyAttributes ?? []);

    private static string Index(string name, string keys, string projection, IEnumerable<string> attributes) =>
        $"{name} ({keys}; {string.Join(' ', attributes.Order().Prepend(projection))})";

    private static string Keys(IReadOnlyList<KeyPart> keys, IReadOnlyDictionary<string, string> types) =>
        string.Join(" ", keys.Select(key => $"{key.Type} {key.Attribute}:{types.GetValueOrDefault(key.Attribute, "?")}"));

    private static string Keys(List<KeySchemaElement> keys, IReadOnlyDictionary<string, string> types) =>
        Keys([.. keys.Select(key => new KeyPart(key.AttributeName, key.KeyType.Value))], types);
}
