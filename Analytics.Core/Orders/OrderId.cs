using System.Security.Cryptography;
using System.Text;

namespace Analytics.Core.Orders;

/// <summary>The id of an order: a UUID, written in lower case with dashes.</summary>
public readonly record struct OrderId(Guid Value)
{
    /// <summary>Creates an id that sorts by creation time (UUID version 7, RFC 9562).</summary>
    public static OrderId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    /// <summary>Derives the order id from an idempotency key, so that a repeated request finds the order that it created before.</summary>
    /// <remarks>
    /// UUID version 8 (RFC 9562, section 5.8): the first 128 bits of the key's SHA-256, six of them replaced by version and variant.
    /// </remarks>
    /// <param name="key">The key: printable ASCII.</param>
    /// <param name="customerId">The customer to whom the key belongs; null for a key that all callers share.</param>
    public static OrderId FromIdempotencyKey(string key, string? customerId = null) => FromName(Own(key, customerId));

    /// <summary>Derives the order id from the shop's own order number, so that no two orders have the same one.</summary>
    /// <remarks>
    /// Derived as from a key, of the word <c>reference</c>, a line feed and the reference. No key has a line feed, so the ids of references
    /// and of keys are apart.
    /// </remarks>
    /// <param name="reference">The reference. It is normalised as the references of new orders are.</param>
    /// <param name="customerId">The customer to whom the reference belongs; null for a reference of the shop.</param>
    public static OrderId FromReference(string reference, string? customerId = null) =>
        FromName(Own($"reference\n{OrderRules.NormalizeName(reference)}", customerId));

    // Neither keys nor ids of customers have a line feed, so no customer's names are another's, nor the shop's.
    private static string Own(string name, string? customerId) => customerId is null ? name : $"customer\n{customerId}\n{name}";

    private static OrderId FromName(string name)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(name));
        var bytes = hash.AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new OrderId(new Guid(bytes, bigEndian: true));
    }

    /// <summary>Parses an id exactly as <see cref="ToString"/> writes it: in lower case, with dashes and nothing around it.</summary>
    /// <remarks>
    /// Two items of the orders table have different keys. If another spelling of a UUID were read as the same id, both items would be one
    /// order.
    /// </remarks>
    public static bool TryParse(string? text, out OrderId id)
    {
        id = Guid.TryParseExact(text, "D", out var value) ? new OrderId(value) : default;
        return text is not null && id.ToString() == text;
    }

    /// <summary>Formats the id in lower case with dashes. This text is also the order's partition key on the Kinesis stream.</summary>
    public override string ToString() => Value.ToString("D");
}
