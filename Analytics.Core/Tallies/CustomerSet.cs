namespace Analytics.Core.Tallies;

/// <summary>
/// A set of customers of which the number is asked: up to 1,000 are kept, and of more there is a <see cref="CustomerSketch"/>. Not
/// thread-safe.
/// </summary>
/// <remarks>
/// What the set holds, and so its <see cref="Count"/>, depends only on which customers were added: not on their order, and not on the sets
/// in which they came. Customers cannot be taken out; <see cref="CustomerCounts"/> can do that.
/// </remarks>
public sealed class CustomerSet : IEquatable<CustomerSet>
{
    /// <summary>Up to this number of customers, their number is exact.</summary>
    public const int MaxExact = 1_000;

    // Those before _settled are distinct and in ascending order; the rest is not yet.
    private ulong[] _customers = [];
    private int _length;
    private int _settled;
    private CustomerSketch? _sketch;

    /// <summary>Whether <see cref="Count"/> is exact and no estimate.</summary>
    public bool IsExact => Sketch is null;

    /// <summary>
    /// Number of distinct customers; an estimate if there are more than <see cref="MaxExact"/>, and then larger than that, so that the
    /// number of a set is at least that of a part of it that is exact.
    /// </summary>
    public long Count => Sketch is { } sketch ? Math.Max(MaxExact + 1, sketch.Estimate()) : _length;

    /// <summary>The customers, in ascending order; none if there are more than <see cref="MaxExact"/>.</summary>
    internal ReadOnlySpan<ulong> Customers => Sketch is null ? _customers.AsSpan(0, _length) : [];

    /// <summary>The sketch of more than <see cref="MaxExact"/> customers; otherwise null.</summary>
    internal CustomerSketch? Sketch
    {
        get
        {
            Settle();
            return _sketch;
        }
    }

    /// <summary>Adds a customer.</summary>
    public void Add(ulong customer)
    {
        if (_sketch is not null)
        {
            _sketch.Add(customer);
            return;
        }

        if (_length == _customers.Length)
        {
            Settle();
            if (_sketch is not null)
            {
                _sketch.Add(customer);
                return;
            }

            if (_length * 2 >= _customers.Length)
            {
                Array.Resize(ref _customers, Math.Max(4, _customers.Length * 2));
            }
        }

        _customers[_length++] = customer;
    }

    /// <summary>Adds the customers of another set. Does not change the other one in any way.</summary>
    public void Add(CustomerSet other)
    {
        if (other._sketch is { } sketch)
        {
            Summarize().Add(sketch);
            return;
        }

        for (var index = 0; index < other._length; index++)
        {
            Add(other._customers[index]);
        }
    }

    /// <summary>Adds the customers who have orders.</summary>
    public void Add(CustomerCounts counts)
    {
        var customers = counts.Customers;
        var orders = counts.Orders;
        for (var index = 0; index < customers.Length; index++)
        {
            if (orders[index] > 0)
            {
                Add(customers[index]);
            }
        }
    }

    /// <summary>The sketch of the customers so far, which takes the place of the customers. Only for sets that will have more.</summary>
    internal CustomerSketch Summarize()
    {
        if (_sketch is null)
        {
            _sketch = new CustomerSketch();
            foreach (var customer in _customers.AsSpan(0, _length))
            {
                _sketch.Add(customer);
            }

            (_customers, _length, _settled) = ([], 0, 0);
        }

        return _sketch;
    }

    private void Settle()
    {
        if (_settled == _length)
        {
            return;
        }

        Array.Sort(_customers, 0, _length);
        var kept = 1;
        for (var index = 1; index < _length; index++)
        {
            if (_customers[index] != _customers[kept - 1])
            {
                _customers[kept++] = _customers[index];
            }
        }

        _length = _settled = kept;
        if (_length > MaxExact)
        {
            Summarize();
        }
    }

    /// <inheritdoc/>
    public bool Equals(CustomerSet? other) =>
        other is not null && Equals(Sketch, other.Sketch) && Customers.SequenceEqual(other.Customers);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CustomerSet);

    /// <inheritdoc/>
    public override int GetHashCode() => Customers.Length;
}
