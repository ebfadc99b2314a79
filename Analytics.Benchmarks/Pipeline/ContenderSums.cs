using System.Globalization;
using System.Text;

namespace Analytics.Benchmarks.Pipeline;

/// <summary>What a way came to, in a form in which all can be compared.</summary>
internal sealed class ContenderSums
{
    private readonly SortedDictionary<(long Minute, string What), Int128> _sums = [];

    /// <summary>Adds to the sums of a minute.</summary>
    public void AddTotals(long minute, string currency, long orders, long units, Int128 minor)
    {
        Add(minute, "orders", orders);
        Add(minute, "units", units);
        Add(minute, currency, minor);
    }

    /// <summary>Adds to the sums of an item in a minute.</summary>
    public void AddItem(long minute, string sku, string currency, long units, Int128 minor)
    {
        Add(minute, sku, units);
        Add(minute, $"{sku} {currency}", minor);
    }

    /// <summary>All of it as text.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var ((minute, what), sum) in _sums)
        {
            if (sum != 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"{minute} {what} {sum}\n");
            }
        }

        return text.ToString();
    }

    private void Add(long minute, string what, Int128 amount)
    {
        if (amount != 0)
        {
            _sums[(minute, what)] = _sums.GetValueOrDefault((minute, what)) + amount;
        }
    }
}
