using Analytics.Core.Orders;
using Analytics.Core.Wire;

namespace Analytics.Functions.Aggregates;

/// <summary>Reads the parameters that concern dimensions.</summary>
internal static class DimensionParameters
{
    private const int MaxNames = 2;

    /// <summary>The word that groups by the currency of the orders.</summary>
    public const string Currency = "currency";

    /// <summary>The values that orders must have in each dimension, from lists by comma. Default any.</summary>
    public static SliceFilter Slices(QueryText text, OrderDimensions dimensions)
    {
        var wanted = new Dictionary<string, IReadOnlySet<string>>();
        foreach (var name in dimensions.Names.Where(name => text[name] is not null))
        {
            var values = text.List(name).Select(value => value.ToLowerInvariant()).ToHashSet();
            foreach (var value in values)
            {
                text.Errors.Require(
                    Slice.IsValue(value), name,
                    $"must be values of {name} by comma, or {OrderDimensions.Without} for orders without one; '{value}' is none");
            }

            wanted.Add(name, values);
        }

        return new SliceFilter(wanted);
    }

    /// <summary>By what totals and points are grouped; null if they are not.</summary>
    public static TotalsGroups? GroupBy(QueryText text, OrderDimensions dimensions)
    {
        if (text["groupBy"] is not { } given)
        {
            return null;
        }

        var (names, known) = (text.List("groupBy"), dimensions.Names.Append(Currency).ToList());
        text.Errors.Require(
            names.Length <= MaxNames && names.All(known.Contains) && names.Distinct().Count() == names.Length, "groupBy",
            $"must be one or two of {string.Join(", ", known)}; got '{given}'");
        return new TotalsGroups(names);
    }
}
