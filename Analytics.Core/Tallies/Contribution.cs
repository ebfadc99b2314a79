using Analytics.Core.Changes;
using Analytics.Core.Orders;

namespace Analytics.Core.Tallies;

/// <summary>What some changes add to one document, with the identities under which it is remembered.</summary>
public sealed class Contribution
{
    private readonly List<ulong> _identities = [];

    /// <summary>The sum of the changes. Not to be changed from outside.</summary>
    public Tally Tally { get; } = new();

    /// <summary>The identities of the changes.</summary>
    public IReadOnlyList<ulong> Identities => _identities;

    /// <summary>About how many bytes it makes a part grow by, at the most.</summary>
    public int BytesMax { get; private set; }

    /// <summary>Adds a change.</summary>
    public void Add(Change change)
    {
        Tally.Add(change);
        _identities.Add(change.Fingerprint.Identity);
        BytesMax += change.BytesMax;
    }

    /// <summary>Takes everything out again, and keeps its room for other changes.</summary>
    public void Clear()
    {
        Tally.Clear();
        _identities.Clear();
        BytesMax = 0;
    }

    /// <summary>Adds an order as it stands, with the identities of all its versions: a repair of what was not counted.</summary>
    public void Add(Order order)
    {
        Tally.Add(Tally.Of([order]));
        _identities.AddRange(ChangeId.AllOf(order).Select(id => id.Fingerprint().Identity));
        BytesMax += 8 * order.Version + LinesOf(order);
    }

    /// <summary>Adds the difference between what a document says and what it should: a repair of what was counted wrongly.</summary>
    /// <param name="difference">What is to be added to the sums.</param>
    /// <param name="identities">Identities that are to be remembered with it.</param>
    public void Correct(Tally difference, IEnumerable<ulong> identities)
    {
        Tally.Add(difference);
        _identities.AddRange(identities);
    }

    // A SKU of up to 64 characters has up to 256 bytes in UTF-8; beside it stand four numbers.
    private static int LinesOf(Order? order) => order?.Lines.Sum(line => line.Sku.Length * 3 + 40) ?? 0;
}
