using Amazon.DynamoDBv2.Model;
using Analytics.Simulation.Terms;

namespace Analytics.Simulation.Client;

/// <summary>What the shop knows of an order that it asked for.</summary>
internal sealed class PlacedOrder(int number, string? key, ShopTerms terms)
{
    public int Number => number;

    /// <summary>The idempotency key; null without one.</summary>
    public string? Key => key;

    public ShopTerms Terms => terms;

    /// <summary>The order's key in the table, once an answer showed it.</summary>
    public string? Id { get; set; }

    /// <summary>What the API takes for it: ids are in lower case there, whatever another program wrote.</summary>
    public string ApiId => Id!.ToLowerInvariant();

    /// <summary>The newest version that an answer showed, and its body.</summary>
    public (long Version, string Body)? Answered { get; set; }

    /// <summary>Whether its time to live is over; nothing more is done to it.</summary>
    public bool IsExpired { get; set; }

    /// <summary>Whether another writer has edited, replaced or deleted it, so that it need not be as it was answered.</summary>
    public bool IsEdited { get; set; }

    /// <summary>What an imported order should have been; null for others.</summary>
    public Dictionary<string, AttributeValue>? Intended { get; set; }
}
