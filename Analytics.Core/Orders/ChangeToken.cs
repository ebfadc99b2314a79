using System.Globalization;
using Analytics.Core.Windows;

namespace Analytics.Core.Orders;

/// <summary>A change and the document that counts it. A client sends it to request aggregates that include the change.</summary>
/// <param name="Lane">The order's lane.</param>
/// <param name="Minute">The minute in which the order was placed.</param>
/// <param name="Change">The change's id.</param>
public readonly record struct ChangeToken(int Lane, Minute Minute, ChangeId Change)
{
    /// <summary>The HTTP header in which the orders API returns the token.</summary>
    public const string Header = "Order-Change";

    /// <summary>Creates the token of an order's newest change.</summary>
    public static ChangeToken Of(Order order) => new(order.Lane, Minute.Of(order.PlacedAt), order.LastChange);

    /// <summary>Parses the form that <see cref="ToString"/> writes.</summary>
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

    /// <summary>Formats minute, lane and id as <c>2026-11-23T10:05Z.3.9f3c07a15be2d846</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Minute}.{Lane}.{Change}");
}
