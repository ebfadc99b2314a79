using System.Diagnostics.CodeAnalysis;

namespace Analytics.Core.Orders;

/// <summary>
/// The dimension values of an order, such as channel <c>web</c> and country <c>de</c>, by which aggregates are kept. Immutable, with value
/// equality.
/// </summary>
/// <remarks>
/// The text of a slice has the names of its dimensions before their values, as <c>channel,country=web,de</c>: slices of one shop then share
/// a long prefix, which their stored form leaves out. So stored aggregates show their dimensions without any configuration.
/// </remarks>
public sealed class Slice : IEquatable<Slice>, IComparable<Slice>
{
    /// <summary>Maximum number of dimensions of an order.</summary>
    public const int MaxDimensions = 4;

    /// <summary>Maximum length of the name of a dimension, and of a value, in characters.</summary>
    public const int MaxLength = 32;

    /// <summary>Maximum length of the text of a slice, in characters.</summary>
    internal const int MaxTextLength = MaxDimensions * 2 * (MaxLength + 1) - 1;

    private Slice(IReadOnlyList<KeyValuePair<string, string>> values)
    {
        Values = values;
        Text = values.Count == 0
            ? ""
            : $"{string.Join(',', values.Select(value => value.Key))}={string.Join(',', values.Select(value => value.Value))}";
        Hash = IsNone ? 0 : Text.GetHashCode(StringComparison.Ordinal);
    }

    /// <summary>The slice of orders without dimensions.</summary>
    public static Slice None { get; } = new([]);

    /// <summary>The values by dimension, in ordinal order of the dimensions' names.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Values { get; }

    /// <summary>The canonical text: equal slices have equal texts. Empty for <see cref="None"/>.</summary>
    public string Text { get; }

    /// <summary>Whether the order has no dimensions.</summary>
    public bool IsNone => Values.Count == 0;

    /// <summary>A hash of the text that is the same during the process; 0 for <see cref="None"/>.</summary>
    internal int Hash { get; }

    /// <summary>The value of a dimension; null if the order has none.</summary>
    public string? this[string dimension]
    {
        get
        {
            foreach (var (name, value) in Values)
            {
                if (name == dimension)
                {
                    return value;
                }
            }

            return null;
        }
    }

    /// <summary>Whether a text can name a dimension: 1 to 32 ASCII letters and digits, beginning with a lower-case letter.</summary>
    public static bool IsName([NotNullWhen(true)] string? text) =>
        text is { Length: > 0 and <= MaxLength } && char.IsAsciiLetterLower(text[0]) && text.All(char.IsAsciiLetterOrDigit);

    /// <summary>Whether a text can be a value: 1 to 32 lower-case ASCII letters, digits, hyphens and underscores.</summary>
    public static bool IsValue([NotNullWhen(true)] string? text) =>
        text is { Length: > 0 and <= MaxLength } && text.All(IsValueCharacter);

    /// <summary>
    /// The slice of values from any source. Leaves out pairs that are no name and value, and all but the first
    /// <see cref="MaxDimensions"/> in ordinal order of their names.
    /// </summary>
    /// <param name="values">Pairs with different names. A null value is not a text.</param>
    public static Slice Of(IReadOnlyCollection<KeyValuePair<string, string?>> values) => values.Count == 0
        ? None
        : Create(values.Where(value => IsName(value.Key) && IsValue(value.Value)).OrderBy(value => value.Key, StringComparer.Ordinal)
            .Take(MaxDimensions).Select(value => KeyValuePair.Create(value.Key, value.Value!)));

    /// <summary>Parses the text of a slice. Refuses every text that is not canonical.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Slice? slice)
    {
        slice = null;
        if (text.Split('=') is not [var names, var values])
        {
            return false;
        }

        var (ofNames, ofValues) = (names.Split(','), values.Split(','));
        if (ofNames.Length == ofValues.Length)
        {
            var read = Of([.. ofNames.Zip(ofValues, (name, value) => KeyValuePair.Create(name, (string?)value))]);
            slice = read.Text == text && ofNames.Distinct().Count() == ofNames.Length ? read : null;
        }

        return slice is not null;
    }

    private static Slice Create(IEnumerable<KeyValuePair<string, string>> values) =>
        values.ToArray() is { Length: > 0 } some ? new Slice(some) : None;

    private static bool IsValueCharacter(char character) =>
        char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '-' or '_';

    /// <inheritdoc/>
    public int CompareTo(Slice? other) => string.CompareOrdinal(Text, other?.Text);

    /// <inheritdoc/>
    public bool Equals(Slice? other) =>
        ReferenceEquals(this, other) || (other is not null && Hash == other.Hash && Text == other.Text);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Slice);

    /// <inheritdoc/>
    public override int GetHashCode() => Hash;

    /// <inheritdoc/>
    public override string ToString() => Text;

    public static bool operator ==(Slice? left, Slice? right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(Slice? left, Slice? right) => !(left == right);

    public static bool operator <(Slice left, Slice right) => left.CompareTo(right) < 0;

    public static bool operator >(Slice left, Slice right) => left.CompareTo(right) > 0;

    public static bool operator <=(Slice left, Slice right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Slice left, Slice right) => left.CompareTo(right) >= 0;
}
