using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace Analytics.Local.CloudWatch.Protocol;

/// <summary>Reads the body of a request and decompresses it if necessary.</summary>
internal static class RequestBody
{
    /// <summary>
    /// Maximum size of a decompressed request: enough for 1,000 metrics of 150 values each. The server also reads up to this much of a
    /// request that is too large, since a client that cannot finish sending never reads the response.
    /// </summary>
    public const int MaxBytes = 32 * 1024 * 1024;

    /// <summary>Maximum size of a request on the wire: 1 MB, as documented for PutMetricData.</summary>
    private const int MaxWireBytes = 1024 * 1024;

    /// <exception cref="ServiceError">The request is too large, or its compression is not supported.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        if (body.Length > MaxWireBytes)
        {
            throw ServiceError.TooLarge($"The request has {body.Length} bytes; {MaxWireBytes} are allowed.");
        }

        return request.Headers.ContentEncoding.ToString() switch
        {
            "" or "identity" => Written(body),
            "gzip" => Unpack(body),
            var other => throw ServiceError.Serialization($"The content encoding {other} is not supported; gzip is."),
        };
    }

    private static ReadOnlyMemory<byte> Unpack(MemoryStream packed)
    {
        var body = new MemoryStream();
        packed.Position = 0;
        using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
        var part = new byte[64 * 1024];
        try
        {
            while (unpacked.Read(part) is > 0 and var read)
            {
                if (body.Length + read > MaxBytes)
                {
                    throw ServiceError.TooLarge($"The request is larger than {MaxBytes} bytes when it is unpacked.");
                }

                body.Write(part, 0, read);
            }
        }
        catch (InvalidDataException problem)
        {
            throw ServiceError.Serialization($"The request is not gzip: {problem.Message}");
        }

        return Written(body);
    }

    private static ReadOnlyMemory<byte> Written(MemoryStream stream) => stream.GetBuffer().AsMemory(0, (int)stream.Length);
}
