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
            OrderWriter.WriteEvent(json, terms.Place(default, ChangeId.None, 0, default));
        }

        WriteDetails(buffer, terms);
        return Convert.ToBase64String(SHA256.HashData(buffer.WrittenSpan));
    }

    // What is shown but not counted. Terms without it have the hash that they had before there was any.
    private static void WriteDetails(IBufferWriter<byte> buffer, OrderTerms terms)
    {
        if (terms.Reference is null && terms.Metadata.Count == 0 && terms.Lines.All(line => line.Name is null))
        {
            return;
        }

        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartArray();
        json.WriteStringValue(terms.Reference);
        foreach (var (key, value) in terms.Metadata)
        {
            json.WriteStringValue(key);
            json.WriteStringValue(value);
        }

        json.WriteStartArray();
        foreach (var line in terms.Lines)
        {
            json.WriteStringValue(line.Name);
        }

        json.WriteEndArray();
        json.WriteEndArray();
    }
}
