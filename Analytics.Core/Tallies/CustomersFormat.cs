using Analytics.Core.Orders;

namespace Analytics.Core.Tallies;

/// <summary>
/// Encodes customers: those of a document as columns of <see cref="ItemsFormat"/>, those of a rollup as a message of their own.
/// </summary>
/// <remarks>
/// A customer takes six bytes, see <see cref="CustomerHash"/>. Customers are in ascending order.
/// <code>
/// message CustomerSet {
///   bytes customers = 1; // all of them; absent if there are more than 1,000
///   bytes registers = 2; // otherwise: the 4,096 registers of a CustomerSketch, six bits each, the lowest bits of a byte first
/// }
/// </code>
/// </remarks>
public static class CustomersFormat
{
    private const int CustomersField = 1;
    private const int RegistersField = 2;
    private const int RegisterBits = 6;
    private const int RegisterBytes = CustomerSketch.Registers * RegisterBits / 8;

    /// <summary>Encodes a set; no bytes if it is empty. Equal sets always give the same bytes.</summary>
    public static ReadOnlyMemory<byte> Encode(CustomerSet set)
    {
        var isSketch = set.Sketch is not null;
        var packed = set.Sketch is { } sketch ? Pack(sketch.Ranks) : Join(set.Customers);
        var field = isSketch ? RegistersField : CustomersField;
        var bytes = new byte[ProtoWriter.PackedLength(field, packed)];
        new ProtoWriter(bytes).WritePacked(field, packed);
        return bytes;
    }

    /// <summary>Decodes a set and adds it to another.</summary>
    /// <exception cref="FormatException">The bytes are damaged. The other set is then unchanged.</exception>
    public static void DecodeInto(CustomerSet set, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> customers = [], registers = [];
        var proto = new ProtoReader(bytes);
        while (!proto.AtEnd)
        {
            switch (proto.ReadTag())
            {
                case (CustomersField, 2):
                    customers = proto.ReadBytes();
                    break;
                case (RegistersField, 2):
                    registers = proto.ReadBytes();
                    break;
                case (_, var wireType):
                    proto.Skip(wireType);
                    break;
            }
        }

        RequireOrder(customers);
        if ((customers.IsEmpty ? 0 : 1) + (registers.IsEmpty ? 0 : 1) > 1 || customers.Length / CustomerHash.Bytes > CustomerSet.MaxExact)
        {
            throw ItemsReader.Damaged("there are more customers than are stored one by one");
        }

        if (!registers.IsEmpty)
        {
            Unpack(registers, set);
        }

        for (; !customers.IsEmpty; customers = customers[CustomerHash.Bytes..])
        {
            set.Add(CustomerHash.Read(customers));
        }
    }

    /// <summary>Splits counts into columns: the customers with one order, the other customers, and how many orders these have.</summary>
    internal static (byte[] Once, byte[] Others, byte[] Orders) Encode(CustomerCounts counts)
    {
        var customers = counts.Customers;
        var orders = counts.Orders;
        var once = orders.Count(1);
        if (once == customers.Length)
        {
            return (Join(customers), [], []);
        }

        var (ones, others) = (new byte[once * CustomerHash.Bytes], new byte[(customers.Length - once) * CustomerHash.Bytes]);
        var (atOnes, atOthers, column) = (0, 0, new PackedColumn(customers.Length - once));
        for (var index = 0; index < customers.Length; index++)
        {
            if (orders[index] == 1)
            {
                CustomerHash.Write(ones.AsSpan(atOnes), customers[index]);
                atOnes += CustomerHash.Bytes;
            }
            else
            {
                CustomerHash.Write(others.AsSpan(atOthers), customers[index]);
                atOthers += CustomerHash.Bytes;
                column.Add(orders[index]);
            }
        }

        var packed = column.Written.ToArray();
        column.Return();
        return (ones, others, packed);
    }

    /// <summary>Decodes the columns of counts and adds them to others.</summary>
    /// <exception cref="FormatException">The bytes are damaged. Some of the counts may already be added.</exception>
    internal static void DecodeInto(CustomerCounts counts, ReadOnlySpan<byte> once, ReadOnlySpan<byte> others, ProtoReader orders)
    {
        RequireOrder(once);
        RequireOrder(others);
        for (; !once.IsEmpty; once = once[CustomerHash.Bytes..])
        {
            counts.Add(CustomerHash.Read(once), 1);
        }

        for (; !others.IsEmpty; others = others[CustomerHash.Bytes..])
        {
            counts.Add(CustomerHash.Read(others), orders.AtEnd ? throw ItemsReader.Lengths() : ItemsReader.ReadCount(ref orders));
        }

        if (!orders.AtEnd)
        {
            throw ItemsReader.Lengths();
        }
    }

    private static byte[] Join(ReadOnlySpan<ulong> customers)
    {
        var bytes = new byte[customers.Length * CustomerHash.Bytes];
        for (var index = 0; index < customers.Length; index++)
        {
            CustomerHash.Write(bytes.AsSpan(index * CustomerHash.Bytes), customers[index]);
        }

        return bytes;
    }

    private static void RequireOrder(ReadOnlySpan<byte> customers)
    {
        if (customers.Length % CustomerHash.Bytes != 0)
        {
            throw ItemsReader.Damaged("a customer is cut off");
        }

        for (var at = CustomerHash.Bytes; at < customers.Length; at += CustomerHash.Bytes)
        {
            if (CustomerHash.Read(customers[(at - CustomerHash.Bytes)..]) >= CustomerHash.Read(customers[at..]))
            {
                throw ItemsReader.Damaged("their customers are not in order");
            }
        }
    }

    // Four registers in three bytes.
    private static byte[] Pack(ReadOnlySpan<byte> ranks)
    {
        var bytes = new byte[RegisterBytes];
        for (var index = 0; index < ranks.Length; index++)
        {
            var bit = index * RegisterBits;
            var shifted = ranks[index] << (bit % 8);
            bytes[bit / 8] |= unchecked((byte)shifted);
            if (shifted > byte.MaxValue || bit % 8 > 8 - RegisterBits)
            {
                bytes[bit / 8 + 1] |= (byte)(shifted >> 8);
            }
        }

        return bytes;
    }

    private static void Unpack(ReadOnlySpan<byte> bytes, CustomerSet set)
    {
        if (bytes.Length != RegisterBytes)
        {
            throw ItemsReader.Damaged("registers of customers are missing");
        }

        Span<byte> ranks = stackalloc byte[CustomerSketch.Registers];
        for (var index = 0; index < ranks.Length; index++)
        {
            var bit = index * RegisterBits;
            var next = bit / 8 + 1 < bytes.Length ? bytes[bit / 8 + 1] : 0;
            ranks[index] = (byte)((bytes[bit / 8] | next << 8) >> (bit % 8) & ((1 << RegisterBits) - 1));
            if (ranks[index] > CustomerSketch.MaxRank)
            {
                throw ItemsReader.Damaged("a register of customers is larger than any can be");
            }
        }

        var sketch = set.Summarize();
        for (var index = 0; index < ranks.Length; index++)
        {
            sketch.Raise(index, ranks[index]);
        }
    }
}
