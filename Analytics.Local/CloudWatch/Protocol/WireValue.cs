using System.Diagnostics.CodeAnalysis;

namespace Analytics.Local.CloudWatch.Protocol;

/// <summary>What a request or a response says, whichever protocol carries it: a closed set of cases.</summary>
/// <remarks>
/// JSON has no time and CBOR has one, so a reader of requests takes a time from <see cref="Time"/>, from a number or from
/// <see cref="Untyped"/>; a writer of responses says <see cref="Time"/> and each protocol writes it in its own way.
/// </remarks>
internal abstract record WireValue
{
    private WireValue()
    {
    }

    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator WireValue?(string? value) => value is null ? null : new Text(value);

    public static implicit operator WireValue(double value) => new Number(value);

    public static implicit operator WireValue(long value) => new Integer(value);

    public static implicit operator WireValue(DateTimeOffset value) => new Time(value);

    public static List ListOf(IEnumerable<WireValue> items) => new([.. items]);

    public sealed record Nothing : WireValue;

    public sealed record Text(string Value) : WireValue;

    /// <summary>A value of the Query protocol, which is a text whatever its type. Only requests have it.</summary>
    public sealed record Untyped(string Value) : WireValue;

    public sealed record Integer(long Value) : WireValue;

    public sealed record Number(double Value) : WireValue;

    public sealed record Flag(bool Value) : WireValue;

    public sealed record Time(DateTimeOffset Value) : WireValue;

    public sealed record List(IReadOnlyList<WireValue> Items) : WireValue;

    public sealed record Map(IReadOnlyDictionary<string, WireValue> Members) : WireValue
    {
        /// <summary>Whether the keys are data and not the names of members, which the Query protocol writes differently.</summary>
        public bool HasDataKeys { get; init; }

        public static Map Empty { get; } = new(new Dictionary<string, WireValue>());

        /// <summary>The members in their order, without those that are null.</summary>
        public static Map Of(params ReadOnlySpan<(string Name, WireValue? Value)> members)
        {
            var map = new Dictionary<string, WireValue>(members.Length, StringComparer.Ordinal);
            foreach (var (name, value) in members)
            {
                if (value is not null)
                {
                    map.Add(name, value);
                }
            }

            return new Map(map);
        }
    }
}
