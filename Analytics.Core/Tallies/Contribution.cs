using Analytics.Core.Changes;

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
    public void Add(OrderChange change)
    {
        Tally.Add(change);
        _identities.Add(change.Id.Fingerprint().Identity);
        BytesMax += 8 + LinesOf(change.Before) + LinesOf(change.After);
    }

    // A SKU of up to 64 characters has up to 256 bytes in UTF-8; beside it stand four numbers.
    private static int LinesOf(Orders.Order? order) => order?.Lines.Sum(line => line.Sku.Length * 3 + 40) ?? 0;
}
