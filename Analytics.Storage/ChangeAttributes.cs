using System.Buffers.Binary;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Changes;
using Analytics.Core.Documents;
using Analytics.Core.Orders;

namespace Analytics.Storage;

/// <summary>The change ids and edit marks of a minute document as attributes of its items.</summary>
internal static class ChangeAttributes
{
    /// <summary>Writes change ids, 8 bytes each, and edit marks, 16 bytes each; both little endian.</summary>
    public static void Write(Dictionary<string, AttributeValue> item, IReadOnlyList<ChangeId> ids, IReadOnlyList<EditMark> marks)
    {
        var bytes = new byte[8 * ids.Count];
        for (var index = 0; index < ids.Count; index++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8 * index), ids[index].Value);
        }

        item[MinuteItem.ChangeIds] = new() { B = MinuteItem.BytesOf(bytes) };
        if (marks.Count == 0)
        {
            return;
        }

        bytes = new byte[16 * marks.Count];
        for (var index = 0; index < marks.Count; index++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(16 * index), marks[index].Change.Value);
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(16 * index + 8), marks[index].Position.Value);
        }

        item[MinuteItem.EditMarks] = new() { B = MinuteItem.BytesOf(bytes) };
    }

    /// <summary>Parses the change ids that <see cref="Write"/> wrote.</summary>
    /// <exception cref="FormatException">The attribute is missing or damaged.</exception>
    public static ChangeId[] ReadIds(Dictionary<string, AttributeValue> item)
    {
        var bytes = MinuteItem.Bytes(item, MinuteItem.ChangeIds);
        var ids = new ChangeId[bytes.Length % 8 == 0 ? bytes.Length / 8
            : throw MinuteItem.Damaged(item, "its change ids are not a multiple of 8 bytes")];
        for (var index = 0; index < ids.Length; index++)
        {
            ids[index] = new ChangeId(BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span[(8 * index)..]));
        }

        return ids;
    }

    /// <summary>Parses the edit marks that <see cref="Write"/> wrote; empty when there are none.</summary>
    /// <exception cref="FormatException">The attribute is damaged.</exception>
    public static EditMark[] ReadMarks(Dictionary<string, AttributeValue> item)
    {
        if (!item.ContainsKey(MinuteItem.EditMarks))
        {
            return [];
        }

        var bytes = MinuteItem.Bytes(item, MinuteItem.EditMarks);
        var marks = new EditMark[bytes.Length % 16 == 0 ? bytes.Length / 16
            : throw MinuteItem.Damaged(item, "its edit marks are not a multiple of 16 bytes")];
        for (var index = 0; index < marks.Length; index++)
        {
            marks[index] = new EditMark(
                new ChangeId(BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span[(16 * index)..])),
                new StreamPosition(BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span[(16 * index + 8)..])));
        }

        return marks;
    }
}
