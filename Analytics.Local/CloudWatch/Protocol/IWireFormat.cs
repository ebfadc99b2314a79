using System.Buffers;

namespace Analytics.Local.CloudWatch.Protocol;

/// <summary>A protocol of the service: encodes results and errors, and decodes requests.</summary>
internal interface IWireFormat
{
    string ContentType { get; }

    /// <summary>An additional response header; null for none.</summary>
    (string Name, string Value)? ResponseHeader { get; }

    /// <summary>Decodes a request.</summary>
    /// <exception cref="ServiceError">The bytes are not a structure in this encoding.</exception>
    WireValue.Map Decode(ReadOnlyMemory<byte> body);

    /// <summary>Encodes the response of an operation.</summary>
    /// <param name="response">The operation and the id of the request.</param>
    /// <param name="result">The result; null for an operation without a result.</param>
    /// <param name="output">Receives the body; nothing is written if the response has no body.</param>
    void EncodeResult(ResponseHead response, WireValue.Map? result, IBufferWriter<byte> output);

    void EncodeError(ResponseHead response, ServiceError error, IBufferWriter<byte> output);
}

/// <summary>The data of the request that its response repeats.</summary>
/// <param name="Operation">The name of the operation; empty if the request names none.</param>
/// <param name="RequestId">The id of the request.</param>
internal readonly record struct ResponseHead(string Operation, string RequestId);
