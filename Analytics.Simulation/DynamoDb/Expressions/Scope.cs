using Amazon.DynamoDBv2.Model;
using Analytics.Simulation.DynamoDb.Values;

namespace Analytics.Simulation.DynamoDb.Expressions;

/// <summary>What an expression is evaluated against: an item and the expression's attribute names and values.</summary>
/// <param name="Item">The current item; null if there is none.</param>
/// <param name="Names">Expression attribute names, by <c>#name</c>.</param>
/// <param name="Values">Expression attribute values, by <c>:value</c>.</param>
internal readonly record struct Scope(
    Dictionary<string, AttributeValue>? Item, Dictionary<string, string>? Names, Dictionary<string, AttributeValue>? Values)
{
    /// <summary>The attribute name that a path refers to.</summary>
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
