using Amazon.DynamoDBv2.Model;
using Analytics.Simulation.Terms;

namespace Analytics.Simulation.Client;

/// <summary>The shop's knowledge of an order that it requested.</summary>
internal sealed class PlacedOrder(int number, string? key, ShopTerms terms)
{
    public int Number => number;

    /// <summary>The idempotency key; null if none was sent.</summary>
    public string? Key => key;

    public ShopTerms Terms => terms;

    /// <summary>The order's key in the table; null until a response showed it.</summary>
    public string? Id { get; set; }

    /// <summary>The id to use with the API, which takes lower case whatever another program wrote.</summary>
    public string ApiId => Id!.ToLowerInvariant();

    /// <summary>The newest version that a response showed, with its body.</summary>
    public (long Version, string Body)? Answered { get; set; }

    /// <summary>Whether TTL has removed the order. No further actions apply to it.</summary>
    public bool IsExpired { get; set; }

    /// <summary>Whether another writer has edited, replaced or deleted the order, so that it may differ from its last response.</summary>
    public bool IsEdited { get; set; }

    /// <summary>The valid item of an imported order; null for other orders.</summary>
    public Dictionary<string, AttributeValue>? Intended { get; set; }
}
