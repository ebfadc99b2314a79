using System.Buffers;

namespace Analytics.Local.CloudWatch.Protocol;

/// <summary>One of the protocols of the service: how requests, results and errors are encoded.</summary>
internal interface IWireFormat
{
    string ContentType { get; }

    /// <summary>A header that responses carry beside the content type; null for none.</summary>
    (string Name, string Value)? ResponseHeader { get; }

    /// <summary>Reads a request.</summary>
    /// <exception cref="ServiceError">The bytes are not a structure in this encoding.</exception>
    WireValue.Map Decode(ReadOnlyMemory<byte> body);

    /// <summary>Writes the response of an operation.</summary>
    /// <param name="response">What it answers.</param>
    /// <param name="result">Null for an operation without a result.</param>
    /// <param name="output">Stays empty if the response has no body.</param>
    void EncodeResult(ResponseHead response, WireValue.Map? result, IBufferWriter<byte> output);

    void EncodeError(ResponseHead response, ServiceError error, IBufferWriter<byte> output);
}

/// <summary>What a response says of its request.</summary>
/// <param name="Operation">The name of the operation; empty if the request names none.</param>
/// <param name="RequestId">The id of the request.</param>
internal readonly record struct ResponseHead(string Operation, string RequestId);
