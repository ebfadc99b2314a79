namespace Analytics.Simulation.Running;

/// <summary>A running hash of everything that happened. Two runs with equal digests executed the same steps.</summary>
internal sealed class Digest
{
    public ulong Value { get; private set; } = 14695981039346656037;

    public void Add(long value) => Value = unchecked((Value ^ (ulong)value) * 1099511628211 + (Value >> 47));

    public void Add(string text)
    {
        foreach (var character in text)
        {
            Add(character);
        }
    }
}
