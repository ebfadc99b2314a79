using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Wire;

namespace Analytics.Functions.Aggregates;

/// <summary>Selects the orders that have, in each of some dimensions, one of the wanted values.</summary>
/// <param name="wanted">The wanted values by dimension; <see cref="OrderDimensions.Without"/> is for orders without the dimension.</param>
internal sealed class SliceFilter(IReadOnlyDictionary<string, IReadOnlySet<string>> wanted)
{
    /// <summary>Selects every order.</summary>
    public static SliceFilter All { get; } = new(new Dictionary<string, IReadOnlySet<string>>());

    /// <summary>Whether every order is selected.</summary>
    public bool IsEmpty => wanted.Count == 0;

    /// <summary>The part of a tally that belongs to the selected orders.</summary>
    public Tally Apply(Tally tally) => IsEmpty ? tally : tally.Where(Has);

    /// <summary>Whether an order with these dimensions is selected.</summary>
    public bool Has(Slice slice)
    {
        foreach (var (dimension, values) in wanted)
        {
            if (!values.Contains(slice[dimension] ?? OrderDimensions.Without))
            {
                return false;
            }
        }

        return true;
    }
}
