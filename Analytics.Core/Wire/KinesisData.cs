using System.Buffers;
using System.Buffers.Text;

namespace Analytics.Core.Wire;

/// <summary>Parses the change in the data of a Kinesis record. Not thread-safe.</summary>
internal sealed class KinesisData(ChangeReader changes)
{
    private byte[] _decoded = new byte[4096];

    /// <summary>Decodes and parses an event.</summary>
    /// <param name="base64">The record's data.</param>
    /// <returns>The row index of the change in the table, or <see cref="RecordRow.NotTaken"/>.</returns>
    public int Read(ReadOnlySpan<byte> base64)
    {
        var length = Base64.GetMaxDecodedFromUtf8Length(base64.Length);
        if (_decoded.Length < length)
        {
            _decoded = new byte[length * 2];
        }

        // Decode into a second buffer: the in-place decoder is not vectorized and takes six times as long.
        return Base64.DecodeFromUtf8(base64, _decoded, out _, out var written) == OperationStatus.Done
            && written > 0 && written > length - 3 && base64.Length % 4 == 0 && changes.TryReadEvent(_decoded.AsSpan(0, written))
            ? changes.Table.Count - 1
            : RecordRow.NotTaken;
    }
}
