using System.Buffers.Text;

namespace Analytics.Benchmarks.Pipeline;

/// <summary>A limit: the base64 of every document is decoded, and nothing else is looked at.</summary>
internal sealed class Base64Way : Way
{
    private static readonly byte[] Before = "\"data\":\""u8.ToArray();

    private readonly byte[] _document = new byte[256 * 1024];

    /// <summary>Bytes decoded, so that nothing is optimized away.</summary>
    public long Bytes { get; private set; }

    public override void Process(ReadOnlyMemory<byte> payload)
    {
        var rest = payload.Span;
        while (rest.IndexOf(Before) is var at and >= 0)
        {
            rest = rest[(at + Before.Length)..];
            var length = rest.IndexOf((byte)'"');
            Base64.DecodeFromUtf8(rest[..length], _document, out _, out var written);
            Bytes += written;
            rest = rest[length..];
        }
    }

    public override ContenderSums? Result() => null;
}
