using System.Text;

namespace Analytics.Core.Orders;

/// <summary>Validates the dimensions of new orders.</summary>
internal static class NewDimensions
{
    private static readonly string Rule =
        $"must be 1 to {Slice.MaxLength} letters a to z, digits, hyphens and underscores; capitals are converted";

    /// <summary>Validates values and converts them to lower case.</summary>
    /// <param name="values">Pairs of a known dimension and its value. A null value has an error already.</param>
    /// <param name="errors">Receives an entry for each value that breaks the rule.</param>
    public static Slice Check(IReadOnlyList<KeyValuePair<string, string?>> values, FieldErrors errors)
    {
        var valid = new List<KeyValuePair<string, string?>>();
        foreach (var (name, value) in values)
        {
            // Outside ASCII, a letter may have one of a to z as its lower case.
            var lower = value is not null && Ascii.IsValid(value) ? value.ToLowerInvariant() : null;
            errors.Require(value is null || Slice.IsValue(lower), $"#/{name}", Rule);
            errors.Require(lower != "none", $"#/{name}", "must not be `none`, which asks for orders without one; leave it out");
            valid.Add(KeyValuePair.Create(name, lower));
        }

        return Slice.Of(valid);
    }
}
