using Amazon.DynamoDBv2.Model;
using Analytics.Simulation.DynamoDb.Values;

namespace Analytics.Simulation.DynamoDb.Expressions;

/// <summary>What an expression is evaluated against: an item, and what its names and values stand for.</summary>
/// <param name="Item">The item as it stands; null where there is none.</param>
/// <param name="Names">What <c>#name</c> stands for.</param>
/// <param name="Values">What <c>:value</c> stands for.</param>
internal readonly record struct Scope(
    Dictionary<string, AttributeValue>? Item, Dictionary<string, string>? Names, Dictionary<string, AttributeValue>? Values)
{
    /// <summary>The attribute that a path names.</summary>
    public string NameOf(string path) => !path.StartsWith('#')
        ? path
        : Names is not null && Names.TryGetValue(path, out var name)
            ? name
            : throw Refusals.Validation($"An expression attribute name used in the document path is not defined; attribute name: {path}");

    public AttributeValue? Attribute(string path) => Item?.GetValueOrDefault(NameOf(path));

    public AttributeValue Value(string name) => Values is not null && Values.TryGetValue(name, out var value)
        ? value
        : throw Refusals.Validation($"An expression attribute value used in expression is not defined; attribute value: {name}");
}
