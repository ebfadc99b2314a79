namespace Analytics.Simulation.Running;

/// <summary>A running hash of what happened: two runs with the same one took the same way.</summary>
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
