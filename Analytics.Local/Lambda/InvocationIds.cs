using System.Globalization;

namespace Analytics.Local.Lambda;

/// <summary>Generates request ids and trace ids from the given random source. Thread-safe.</summary>
internal sealed class InvocationIds(Random random, TimeProvider time)
{
    private readonly Lock _lock = new();

    /// <summary>A version 4 UUID.</summary>
    public string NextRequestId()
    {
        byte[] bytes = NextBytes(16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    /// <summary>A log stream name: date, function version and 32 hexadecimal digits.</summary>
    public string NextLogStream() => string.Create(
        CultureInfo.InvariantCulture, $"{time.GetUtcNow():yyyy'/'MM'/'dd}/[$LATEST]{Convert.ToHexStringLower(NextBytes(16))}");

    /// <summary>An X-Ray trace header with sampling off.</summary>
    public string NextTraceId() => string.Create(
        CultureInfo.InvariantCulture,
        $"Root=1-{time.GetUtcNow().ToUnixTimeSeconds():x8}-{Convert.ToHexStringLower(NextBytes(12))}"
            + $";Parent={Convert.ToHexStringLower(NextBytes(8))};Sampled=0");

    private byte[] NextBytes(int count)
    {
        byte[] bytes = new byte[count];
        lock (_lock)
        {
            random.NextBytes(bytes);
        }

        return bytes;
    }
}
