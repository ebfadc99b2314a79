using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Analytics.Core.Orders;
using Analytics.Core.Wire;

namespace Analytics.Functions.Orders;

/// <summary>A hash of the order terms in a request. Requests that differ only in spelling have the same hash.</summary>
public static class RequestHash
{
    /// <summary>SHA-256 of the terms in canonical JSON, in Base64.</summary>
    public static string Of(OrderTerms terms)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            OrderWriter.WriteAnswer(json, terms.Place(default, ChangeId.None, 0, default));
        }

        return Convert.ToBase64String(SHA256.HashData(buffer.WrittenSpan));
    }
}
