using System.Diagnostics.CodeAnalysis;

namespace Analytics.Local.CloudWatch.Protocol;

/// <summary>A value in a request or a response, independent of the protocol: a closed set of cases.</summary>
/// <remarks>
/// CBOR has a type for times and JSON has none. A reader of requests therefore accepts a time as <see cref="Time"/>, as a number or as
/// <see cref="Untyped"/>; a writer of responses uses <see cref="Time"/>, and each protocol encodes it in its own way.
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

    /// <summary>A value of the Query protocol, where every value is text. Occurs only in requests.</summary>
    public sealed record Untyped(string Value) : WireValue;

    public sealed record Integer(long Value) : WireValue;

    public sealed record Number(double Value) : WireValue;

    public sealed record Flag(bool Value) : WireValue;

    public sealed record Time(DateTimeOffset Value) : WireValue;

    public sealed record List(IReadOnlyList<WireValue> Items) : WireValue;

    public sealed record Map(IReadOnlyDictionary<string, WireValue> Members) : WireValue
    {
        /// <summary>Whether the keys are data rather than member names; the Query protocol encodes the two differently.</summary>
        public bool HasDataKeys { get; init; }

        public static Map Empty { get; } = new(new Dictionary<string, WireValue>());

        /// <summary>Creates a map of the members in the given order; members whose value is null are omitted.</summary>
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
