using Analytics.Core.Windows;

namespace Analytics.Core.Goals;

/// <summary>Something that happened at a time, such as a newsletter, or over a span, such as a sale. Immutable.</summary>
/// <param name="Label">What happened.</param>
/// <param name="From">The minute in which it happened or began.</param>
/// <param name="To">First minute after a span; null for a point in time.</param>
/// <param name="UpdatedAt">When the mark was last set.</param>
public sealed record Mark(string Label, Minute From, Minute? To, DateTimeOffset UpdatedAt)
{
    /// <summary>Maximum length of a label, in characters.</summary>
    public const int MaxLabelLength = 80;

    /// <summary>Its minutes; of a point in time, the minute that contains it.</summary>
    public MinuteRange Minutes => new(From, To ?? From.Plus(1));
}
