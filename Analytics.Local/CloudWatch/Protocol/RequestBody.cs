using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace Analytics.Local.CloudWatch.Protocol;

/// <summary>Reads the bytes of a request, unpacked if they came packed.</summary>
internal static class RequestBody
{
    /// <summary>
    /// What a request may have unpacked: enough for 1,000 metrics of 150 values each. Also what the server reads of one that is
    /// too large, since a client that cannot send to the end never sees the answer.
    /// </summary>
    public const int MaxBytes = 32 * 1024 * 1024;

    /// <summary>What a request may have on the wire: 1 MB, as PutMetricData states it.</summary>
    private const int MaxWireBytes = 1024 * 1024;

    /// <exception cref="ServiceError">It is too large, or packed in a way that is not known here.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        var body = new MemoryStream();
        await request.Body.CopyToAsync(body, ct);
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
