using System.Text.Json;
using Analytics.Core.Orders;

namespace Analytics.Core.Wire;

/// <summary>The fields of an object in a request. Every other field is refused, so that no typing error is ignored.</summary>
/// <param name="known">The fields that a client may send.</param>
/// <param name="others">Fields that are rejected with <paramref name="whyNot"/> instead of as unknown.</param>
/// <param name="whyNot">Error text for them.</param>
internal sealed class KnownFields(string[] known, string[] others, string whyNot)
{
    private const int MaxShown = 64;

    /// <summary>Adds an error for every other property of an object.</summary>
    /// <param name="json">The object; another value has no properties.</param>
    /// <param name="pointer">JSON Pointer of the object, as a URI fragment.</param>
    /// <param name="errors">Receives the errors.</param>
    /// <exception cref="InvalidOperationException">A name has half a surrogate pair.</exception>
    public void Check(JsonElement json, string pointer, FieldErrors errors)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var property in json.EnumerateObject())
        {
            var name = property.Name;
            if (others.Contains(name))
            {
                errors.Add($"{pointer}/{name}", whyNot);
            }
            else if (!known.Contains(name))
            {
                errors.Add(JsonPointer.Append(pointer, name), $"unknown field `{Shown(name)}`; {Suggestion(name)}");
            }
        }
    }

    private string Suggestion(string name) => NearestName.Of(name, known) is { } near
        ? $"did you mean `{near}`?"
        : $"allowed: {string.Join(", ", known.Select(field => $"`{field}`"))}";

    // The pointer has the whole name.
    private static string Shown(string name) => name.Length <= MaxShown
        ? name
        : $"{name[..(char.IsHighSurrogate(name[MaxShown - 1]) ? MaxShown - 1 : MaxShown)]}…";
}
