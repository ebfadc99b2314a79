using Analytics.Core.Orders;

namespace Analytics.Core.Tallies;

/// <summary>Sums over orders, without a breakdown by item. Not thread-safe.</summary>
public sealed class Totals : IEquatable<Totals>
{
    // Most shops use none of these sums, so they are allocated when the first amount is added.
    private MoneySums[]? _amounts;

    /// <summary>Number of orders that are placed and not cancelled.</summary>
    public long Orders => Counts.Sum.Orders;

    /// <summary>Number of cancelled orders.</summary>
    public long Cancelled => Counts.Sum.Cancelled;

    /// <summary>Number of units in placed orders.</summary>
    public long Units => Counts.Sum.Units;

    /// <summary>Orders, cancelled orders and units by currency.</summary>
    public CurrencyCounts Counts { get; } = new();

    /// <summary>
    /// The counts that do not follow from <see cref="Orders"/>, <see cref="Cancelled"/> and <see cref="Units"/>: those of all currencies
    /// but the first of revenue, which has the rest. None in a shop with one currency.
    /// </summary>
    public IEnumerable<CurrencyCount> FurtherCounts =>
        Counts.All.Where(count => Revenue.Count == 0 || count.Currency != Revenue.Sums.First().Key);

    /// <summary>Revenue of placed orders, by currency: lines less discounts less refunds, without shipping and tax.</summary>
    public MoneySums Revenue { get; } = new();

    /// <summary>What the lines of placed orders cost before discounts and refunds, by currency. Computed by each call.</summary>
    public MoneySums Gross
    {
        get
        {
            var gross = new MoneySums();
            gross.Add(Revenue);
            foreach (var amount in (ReadOnlySpan<OrderAmount>)[OrderAmount.Discounts, OrderAmount.Refunds])
            {
                foreach (var (currency, minor) in Sums(amount))
                {
                    gross.Add(currency, minor);
                }
            }

            return gross;
        }
    }

    /// <summary>Number of non-zero sums of money, over all amounts and currencies.</summary>
    public int MoneyCount => Revenue.Count + (_amounts?.Sum(sums => sums.Count) ?? 0);

    /// <summary>Whether every sum is zero.</summary>
    public bool IsEmpty => Counts.Count == 0 && MoneyCount == 0;

    /// <summary>The currencies in which any sum is not zero, ordered by code. Computed by each call.</summary>
    public IReadOnlyList<Currency> Currencies =>
    [
        .. Revenue.Sums.Concat(OrderAmounts.All.SelectMany(Sums)).Select(sum => sum.Key)
            .Concat(Counts.All.Select(count => count.Currency)).Distinct().Order(),
    ];

    /// <summary>The non-zero sums of an amount in minor units, ordered by currency code.</summary>
    public IEnumerable<KeyValuePair<Currency, Int128>> Sums(OrderAmount amount) => _amounts?[(int)amount].Sums ?? [];

    /// <summary>Adds to the sum of an amount, in minor units. May be negative.</summary>
    public void Add(OrderAmount amount, Currency currency, Int128 minor)
    {
        if (minor != 0)
        {
            _amounts ??= [.. OrderAmounts.All.Select(_ => new MoneySums())];
            _amounts[(int)amount].Add(currency, minor);
        }
    }

    /// <summary>The totals of the orders in one currency. A copy.</summary>
    public Totals In(Currency currency)
    {
        var (totals, count) = (new Totals(), Counts[currency]);
        totals.Counts.Add(currency, count.Orders, count.Cancelled, count.Units);
        totals.Revenue.Add(currency, Revenue[currency]);
        foreach (var amount in OrderAmounts.All)
        {
            totals.Add(amount, currency, _amounts?[(int)amount][currency] ?? 0);
        }

        return totals;
    }

    /// <summary>Adds other totals; subtracts them if <paramref name="sign"/> is -1.</summary>
    /// <exception cref="OverflowException">A sum does not fit its type.</exception>
    public void Add(Totals other, int sign = 1)
    {
        Counts.Add(other.Counts, sign);
        Revenue.Add(other.Revenue, sign);
        if (other._amounts is not null)
        {
            AddAmounts(other, sign);
        }
    }

    internal void Clear()
    {
        Counts.Clear();
        Revenue.Clear();
        foreach (var sums in _amounts ?? [])
        {
            sums.Clear();
        }
    }

    private void AddAmounts(Totals other, int sign)
    {
        foreach (var amount in OrderAmounts.All)
        {
            foreach (var (currency, minor) in other.Sums(amount))
            {
                Add(amount, currency, sign < 0 ? -minor : minor);
            }
        }
    }

    /// <inheritdoc/>
    public bool Equals(Totals? other) =>
        other is not null && Counts.Equals(other.Counts) && Revenue.Equals(other.Revenue)
        && OrderAmounts.All.All(amount => Sums(amount).SequenceEqual(other.Sums(amount)));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Totals);

    /// <inheritdoc/>
    public override int GetHashCode() => Counts.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => $"{Orders} orders, {Cancelled} cancelled, {Units} units, {Revenue}"
        + string.Concat(OrderAmounts.All.SelectMany(amount => Sums(amount).Select(sum =>
            $", {OrderAmounts.NameOf(amount)} {MinorUnits.Format(sum.Value, sum.Key.Exponent)} {sum.Key}")));
}
