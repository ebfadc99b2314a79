using Analytics.Core.Orders;

namespace Analytics.Core.Tallies;

/// <summary>How many orders, cancelled ones included, each customer placed, by <see cref="CustomerHash"/>. Not thread-safe.</summary>
/// <remarks>
/// Counts can be negative, as a change takes back what it replaces, and those of 0 are removed: equal orders always give equal counts, in
/// whatever order they were added.
/// </remarks>
public sealed class CustomerCounts : IEquatable<CustomerCounts>
{
    // What is added goes to the end, and is sorted in when the counts are asked for or the arrays are full. So adding takes logarithmic
    // time even for a hundred thousand customers, and allocates nothing once the arrays have grown.
    private ulong[] _customers = [];
    private long[] _orders = [];
    private int _length;
    private bool _isSettled = true;

    /// <summary>Number of customers whose count is not 0.</summary>
    public int Count => Customers.Length;

    /// <summary>The customers whose count is not 0, in ascending order.</summary>
    public ReadOnlySpan<ulong> Customers
    {
        get
        {
            Settle();
            return _customers.AsSpan(0, _length);
        }
    }

    /// <summary>The counts, one for each of <see cref="Customers"/>.</summary>
    public ReadOnlySpan<long> Orders
    {
        get
        {
            Settle();
            return _orders.AsSpan(0, _length);
        }
    }

    /// <summary>Upper bound of <see cref="Count"/>, without the work of it.</summary>
    internal int MaxCount => _length;

    /// <summary>Adds to the count of a customer. May be negative.</summary>
    /// <exception cref="OverflowException">A count does not fit 64 bits. May be thrown later, when the counts are asked for.</exception>
    public void Add(ulong customer, long orders)
    {
        if (_length == _customers.Length)
        {
            MakeRoom();
        }

        _isSettled = _isSettled && orders != 0 && (_length == 0 || _customers[_length - 1] < customer);
        (_customers[_length], _orders[_length]) = (customer, orders);
        _length++;
    }

    /// <summary>Adds other counts; subtracts them if <paramref name="sign"/> is -1. Does not change the other ones in any way.</summary>
    public void Add(CustomerCounts other, int sign = 1)
    {
        for (var index = 0; index < other._length; index++)
        {
            Add(other._customers[index], sign * other._orders[index]);
        }
    }

    internal void Clear() => (_length, _isSettled) = (0, true);

    private void MakeRoom()
    {
        Settle();
        if (_length * 2 >= _customers.Length)
        {
            Array.Resize(ref _customers, Math.Max(4, _customers.Length * 2));
            Array.Resize(ref _orders, _customers.Length);
        }
    }

    private void Settle()
    {
        if (_isSettled)
        {
            return;
        }

        Array.Sort(_customers, _orders, 0, _length);
        var kept = 0;
        for (int from = 0, to; from < _length; from = to)
        {
            var orders = _orders[from];
            for (to = from + 1; to < _length && _customers[to] == _customers[from]; to++)
            {
                orders += _orders[to];
            }

            if (orders != 0)
            {
                (_customers[kept], _orders[kept]) = (_customers[from], orders);
                kept++;
            }
        }

        (_length, _isSettled) = (kept, true);
    }

    /// <inheritdoc/>
    public bool Equals(CustomerCounts? other) =>
        other is not null && Customers.SequenceEqual(other.Customers) && Orders.SequenceEqual(other.Orders);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CustomerCounts);

    /// <inheritdoc/>
    public override int GetHashCode() => Count;
}
