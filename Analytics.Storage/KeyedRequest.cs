using System.Security.Cryptography;
using System.Text;

namespace Analytics.Storage;

/// <summary>A request that changed an order under an idempotency key. Both are kept as hashes.</summary>
/// <param name="Key">The first 64 bits of the key's SHA-256, as 16 hexadecimal digits.</param>
/// <param name="Content">The first 64 bits of the SHA-256 of what was requested, as 16 hexadecimal digits.</param>
public readonly record struct KeyedRequest(string Key, string Content)
{
    private const int Digits = 16;

    /// <summary>Hashes a request.</summary>
    /// <param name="key">The idempotency key.</param>
    /// <param name="content">The request in canonical form.</param>
    public static KeyedRequest Of(string key, string content) => new(HashOf(key), HashOf(content));

    /// <summary>Parses the form that <see cref="ToString"/> writes.</summary>
    public static bool TryParse(string? text, out KeyedRequest request)
    {
        request = text is { Length: 2 * Digits } ? new KeyedRequest(text[..Digits], text[Digits..]) : default;
        return request.Key is not null;
    }

    /// <summary>Formats both hashes, one after the other.</summary>
    public override string ToString() => Key + Content;

    private static string HashOf(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, Digits / 2));
}
