namespace Analytics.Simulation.Shop;

/// <summary>What the shop knows of an order that it asked for.</summary>
internal sealed class PlacedOrder(int number, string? key, ShopTerms terms)
{
    public int Number => number;

    /// <summary>The idempotency key; null without one.</summary>
    public string? Key => key;

    public ShopTerms Terms => terms;

    /// <summary>The order's id, once somebody answered with it.</summary>
    public string? Id { get; set; }

    /// <summary>The newest version that an answer showed, and its body.</summary>
    public (long Version, string Body)? Answered { get; set; }

    /// <summary>Whether it was deleted or has expired; nothing more is done to it.</summary>
    public bool IsGone { get; set; }

    /// <summary>Whether it was deleted by hand, and so is in no total any more.</summary>
    public bool IsDeleted { get; set; }

    /// <summary>Requests under way.</summary>
    public int Busy { get; set; }

    /// <summary>When anything was last done to it.</summary>
    public DateTimeOffset LastAt { get; set; }
}
