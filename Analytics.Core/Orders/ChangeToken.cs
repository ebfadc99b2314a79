using System.Globalization;
using Analytics.Core.Windows;

namespace Analytics.Core.Orders;

/// <summary>
/// A change of an order with the document that counts it, so that a reader of the aggregates can ask for an answer that includes it.
/// </summary>
/// <param name="Lane">The lane of the order.</param>
/// <param name="Minute">The minute of the order.</param>
/// <param name="Change">The change.</param>
public readonly record struct ChangeToken(int Lane, Minute Minute, ChangeId Change)
{
    /// <summary>The header in which the orders API names it.</summary>
    public const string Header = "Order-Change";

    /// <summary>The newest change of an order.</summary>
    public static ChangeToken Of(Order order) => new(order.Lane, Minute.Of(order.PlacedAt), order.LastChange);

    /// <summary>Reads the form that <see cref="ToString"/> writes.</summary>
    public static bool TryParse(string text, out ChangeToken token)
    {
        token = default;
        if (text.Split('.') is not [var minute, var lane, var id] || !Minute.TryParse(minute, out var of)
            || !byte.TryParse(lane, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || !ChangeId.TryParse(id, out var change))
        {
            return false;
        }

        token = new ChangeToken(number, of, change);
        return true;
    }

    /// <summary>Minute, lane and id: <c>2026-11-23T10:05Z.3.9f3c07a15be2d846</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Minute}.{Lane}.{Change}");
}
