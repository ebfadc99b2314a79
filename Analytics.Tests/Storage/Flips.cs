using System.Text;
using Amazon.DynamoDBv2.Model;

namespace Analytics.Tests.Storage;

/// <summary>Flips a bit of an item, as a fault of a machine may.</summary>
internal static class Flips
{
    /// <summary>Flips a random bit of a random attribute.</summary>
    /// <returns>False where the flip leaves the attribute as it is or without any text, as of an empty one.</returns>
    public static bool TryFlip(Dictionary<string, AttributeValue> item, Random random, params string[] but)
    {
        var names = item.Keys.Where(name => !but.Contains(name)).ToList();
        var name = names[random.Next(names.Count)];
        return TryFlip(item[name], random);
    }

    private static bool TryFlip(AttributeValue value, Random random)
    {
        switch (value)
        {
            case { S: { Length: > 0 } text }:
                return (value.S = Flipped(text, random)) != text;
            case { N: { Length: > 0 } number }:
                return (value.N = Flipped(number, random)) != number;
            case { B: { Length: > 0 } bytes }:
                value.B = new MemoryStream(Flipped(bytes.ToArray(), random));
                return true;
            case { M: { Count: > 0 } map }:
                var (key, element) = map.ElementAt(random.Next(map.Count));
                if (random.Next(2) == 0)
                {
                    return TryFlip(element, random);
                }

                map.Remove(key);
                map[Flipped(key, random)] = element;
                return true;
            case { L: { Count: > 0 } list }:
                return TryFlip(list[random.Next(list.Count)], random);
            case { BOOL: { } isTrue }:
                value.BOOL = !isTrue;
                return true;
            default:
                return false;
        }
    }

    // All texts here are ASCII, and seven bits of a character remain one.
    private static string Flipped(string text, Random random) =>
        Encoding.ASCII.GetString(Flipped(Encoding.ASCII.GetBytes(text), random, bits: 7));

    private static byte[] Flipped(byte[] bytes, Random random, int bits = 8)
    {
        bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(bits));
        return bytes;
    }
}
