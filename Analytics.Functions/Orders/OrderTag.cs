using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Analytics.Core.Orders;
using Analytics.Core.Wire;
using Analytics.Functions.Http;
using Analytics.Storage;

namespace Analytics.Functions.Orders;

/// <summary>The entity tag of an order: strong, so any two states with different representations have different tags.</summary>
/// <remarks>
/// The version identifies states that the API wrote. Another program may edit an order without changing the version; the tag then also
/// contains a hash of the representation.
/// </remarks>
internal static class OrderTag
{
    /// <summary>The tag of a valid order.</summary>
    public static EntityTag Of(FoundOrder found)
    {
        var order = found.Stored!.Order;
        return new EntityTag(IsEdited(found)
            ? string.Create(CultureInfo.InvariantCulture, $"{order.Version}-{HashOf(order)}")
            : order.Version.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The tag that an order had before the API last changed it; null if another writer has edited the order since.</summary>
    public static EntityTag? BeforeLastChange(FoundOrder found) => IsEdited(found)
        ? null
        : new EntityTag((found.Stored!.Order.Version - 1).ToString(CultureInfo.InvariantCulture));

    /// <summary>
    /// The digest to store beside the request hash of an order, which detects edits of uncounted fields; null while the request hash
    /// already detects them.
    /// </summary>
    public static string? DetailsDigestOf(Order order, string requestHash) =>
        RequestHashOf(order) == requestHash ? null : HashOf(order with { Version = 0, Status = OrderStatus.Placed, UpdatedAt = default });

    // The item's digest covers the counted fields, the details digest or the request hash the fields that are only shown.
    private static bool IsEdited(FoundOrder found) => !found.IsAsWritten
        || found.Stored is not { } stored
        || (stored.Changes is [.., var last] && last.Version != stored.Order.Version)
        || (stored.DetailsDigest is { } digest
            ? DetailsDigestOf(stored.Order, "") != digest
            : RequestHashOf(stored.Order) != stored.RequestHash);

    // The hash of a request that places the order as it is, without a time of placement.
    private static string RequestHashOf(Order order) => RequestHash.Of(OrderTerms.Of(order));

    private static string HashOf(Order order)
    {
        var shown = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(shown))
        {
            OrderWriter.WriteAnswer(json, order);
        }

        return Convert.ToHexStringLower(SHA256.HashData(shown.WrittenSpan).AsSpan(0, 8));
    }
}
