using Analytics.Core.Windows;

namespace Analytics.Functions.Aggregates;

/// <summary>The earlier span that a span is compared with.</summary>
/// <param name="Name">The word that asked for it.</param>
/// <param name="Minutes">Its minutes: of a span that has not ended, those up to the same time then.</param>
/// <param name="Whole">All its minutes; null if <paramref name="Minutes"/> are all.</param>
/// <param name="Shift">What moves the span there.</param>
/// <param name="Until">The first minute that had not begun when the span was asked for.</param>
internal sealed record ComparedSpan(string Name, MinuteRange Minutes, MinuteRange? Whole, Shift Shift, Minute Until)
{
    /// <summary>The words of <c>compare</c>.</summary>
    public static IReadOnlyList<string> Words { get; } = ["previous", "yesterday", "lastWeek", "lastYear"];

    /// <summary>The span that one is compared with.</summary>
    /// <param name="word">One of <see cref="Words"/>.</param>
    /// <param name="span">The span.</param>
    /// <param name="until">The first minute that has not begun.</param>
    public static ComparedSpan Of(string word, QuerySpan span, Minute until)
    {
        var shift = word switch
        {
            "yesterday" => Shift.ByDays(span.Calendar, 1),
            "lastWeek" => Shift.ByDays(span.Calendar, 7),
            "lastYear" => Shift.ByMonths(span.Calendar, 12),
            _ => span.ToPrevious,
        };
        var whole = new MinuteRange(span.Minutes.From, span.End);
        return new ComparedSpan(word, shift.Of(Before(whole, until)), span.End > until ? shift.Of(whole) : null, shift, until);
    }

    /// <summary>The counterpart of a point of a series, of which only what has begun counts. May be empty.</summary>
    public MinuteRange Of(MinuteRange point, StepUnit unit) => Shift.Of(Before(point, Until), unit);

    private static MinuteRange Before(MinuteRange range, Minute until) =>
        new(range.From, until >= range.To ? range.To : until > range.From ? until : range.From);
}
