using Analytics.Core.Windows;

namespace Analytics.Functions.Aggregates;

/// <summary>The minutes that a query asks for, and how its answer states them.</summary>
/// <param name="Minutes">The minutes.</param>
/// <param name="Window">The word that named the window, such as <c>today</c>; null if none did.</param>
/// <param name="Calendar">The calendar of the query's time zone.</param>
internal sealed record QuerySpan(MinuteRange Minutes, string? Window, Calendar Calendar);
