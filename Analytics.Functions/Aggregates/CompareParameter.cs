using Analytics.Core.Windows;

namespace Analytics.Functions.Aggregates;

/// <summary>Reads <c>compare</c>.</summary>
internal static class CompareParameter
{
    /// <summary>What a span is compared with; null if nothing.</summary>
    /// <param name="text">The query.</param>
    /// <param name="span">The span.</param>
    /// <param name="asked">The time that the span goes by.</param>
    /// <param name="now">The time that retention goes by.</param>
    public static ComparedSpan? Read(QueryText text, QuerySpan span, DateTimeOffset asked, DateTimeOffset now)
    {
        if (text["compare"] is null)
        {
            return null;
        }

        var word = text.Word("compare", "", ComparedSpan.Words);
        if (text.Errors.Any)
        {
            return null;
        }

        var comparison = ComparedSpan.Of(word, span, Minute.Of(asked).Plus(1));
        var first = comparison.Minutes.From;
        text.Errors.Require(first >= SpanParameters.OldestAt(now), "compare",
            $"asks for minutes from {span.Calendar.Format(first)} on, which {SpanParameters.TooOld}; choose a later or shorter span");
        return comparison;
    }
}
