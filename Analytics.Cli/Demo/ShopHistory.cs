using System.Globalization;
using Analytics.Core.Orders;
using Analytics.Operations.Import;

namespace Analytics.Cli.Demo;

/// <summary>The orders that the shop had before the demo began: busy evenings and weekends, and quiet nights.</summary>
/// <remarks>
/// Each UTC day is drawn from a seed of its own, and every order has a reference made of its day and number. So a later start of the demo
/// brings in the days since the one before, and nothing twice.
/// </remarks>
internal static class ShopHistory
{
    /// <summary>How far back the history reaches.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromDays(28);

    /// <summary>The time within which everything that will happen to an order has happened.</summary>
    public static readonly TimeSpan Settled = TimeSpan.FromMinutes(10);

    private const double OrdersPerDay = 200;
    private const double CancelledShare = 0.05;
    private const double AmendedShare = 0.03;
    private const double DayToDay = 0.1;

    // Share of an average day or hour, from Sunday and from midnight UTC.
    private static readonly double[] DayWeights = [1.25, 0.85, 0.85, 0.9, 0.95, 1.05, 1.3];

    private static readonly double[] HourWeights =
    [
        0.35, 0.2, 0.15, 0.1, 0.15, 0.3, 0.55, 0.85, 1.05, 1.1, 1.15, 1.3, 1.4, 1.2, 1.1, 1.1, 1.2, 1.4, 1.65, 1.85, 1.9, 1.6, 1.1, 0.65,
    ];

    /// <summary>The orders of the history, by <c>placedAt</c>: those that can have changed no more when the demo begins.</summary>
    /// <param name="beginning">When the demo begins.</param>
    public static IEnumerable<ImportedOrder> Before(DateTimeOffset beginning)
    {
        var (from, to) = (beginning - Length, beginning - Settled);
        for (var day = DateOnly.FromDateTime(from.UtcDateTime); day <= DateOnly.FromDateTime(to.UtcDateTime); day = day.AddDays(1))
        {
            foreach (var order in OrdersOf(day).Where(order => from <= order.PlacedAt && order.PlacedAt < to))
            {
                yield return order;
            }
        }
    }

    private static IEnumerable<ImportedOrder> OrdersOf(DateOnly day)
    {
        var random = new Random(day.DayNumber);
        var midnight = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
        var mood = 1 + DayToDay * (2 * random.NextDouble() - 1);
        var number = 0;
        for (var hour = 0; hour < 24; hour++)
        {
            var mean = OrdersPerDay / 24 * mood * DayWeights[(int)day.DayOfWeek] * HourWeights[hour];
            var times = Enumerable.Range(0, Poisson(mean, random)).Select(_ => random.NextDouble()).Order().ToList();
            foreach (var at in times.Select(share => midnight.AddHours(hour + share).ToMilliseconds()))
            {
                yield return OrderOf(string.Create(CultureInfo.InvariantCulture, $"demo-{day:yyyyMMdd}-{++number}"), at, random);
            }
        }
    }

    private static ImportedOrder OrderOf(string reference, DateTimeOffset at, Random random)
    {
        var drawn = Customers.Draw(random);
        var order = new ImportedOrder(OrderId.FromReference(reference), TermsOf(drawn, reference, at), at);
        if (random.NextDouble() < AmendedShare)
        {
            var more = TermsOf(drawn with { Lines = [.. drawn.Lines, Customers.DrawLine(drawn.Currency, random)] }, reference, at);
            order = order with { Amendment = (at.AddMinutes(random.Next(1, 5)), more.Lines) };
        }

        return random.NextDouble() < CancelledShare ? order with { CancelledAt = at.AddMinutes(random.Next(5, Settled.Minutes)) } : order;
    }

    // As an order that comes over HTTP: the rules of the API hold here, too.
    private static OrderTerms TermsOf(ShopOrder order, string reference, DateTimeOffset at)
    {
        var errors = new FieldErrors();
        var document = new OrderDocument
        {
            Reference = reference,
            CustomerId = order.CustomerId,
            Currency = order.Currency,
            Dimensions = [KeyValuePair.Create("channel", (string?)order.Channel), KeyValuePair.Create("country", (string?)order.Country)],
            Lines =
            [
                .. order.Lines.Select(line => new LineDocument(
                    line.Sku, line.Quantity.ToString(CultureInfo.InvariantCulture), line.UnitPrice.ToString(CultureInfo.InvariantCulture))
                {
                    Name = line.Name,
                }),
            ],
        };
        return document.CheckTermsPlacedAt(errors, at) is { } terms
            ? terms with { PlacedAt = at }
            : throw new InvalidOperationException($"The demo's shop sells what breaks a rule: {errors}.");
    }

    // Knuth's method: multiplies uniform numbers until they fall below e^-mean.
    private static int Poisson(double mean, Random random)
    {
        var count = -1;
        for (var product = 1.0; product > Math.Exp(-mean); product *= random.NextDouble())
        {
            count++;
        }

        return count;
    }
}
