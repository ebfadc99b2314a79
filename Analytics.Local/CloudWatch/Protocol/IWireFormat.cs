using System.Buffers;

namespace Analytics.Local.CloudWatch.Protocol;

/// <summary>One of the encodings of requests and responses.</summary>
internal interface IWireFormat
{
    string ContentType { get; }

    /// <summary>A header that responses carry beside the content type; null for none.</summary>
    (string Name, string Value)? ResponseHeader { get; }

    /// <summary>Reads a request.</summary>
    /// <exception cref="ServiceError">The bytes are not a structure in this encoding.</exception>
    WireValue.Map Decode(ReadOnlyMemory<byte> body);

    void Encode(WireValue.Map value, IBufferWriter<byte> output);
}
