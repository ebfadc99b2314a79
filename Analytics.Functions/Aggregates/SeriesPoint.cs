using Analytics.Core.Tallies;
using Analytics.Core.Windows;

namespace Analytics.Functions.Aggregates;

/// <summary>A point of a series as its answer shows it.</summary>
/// <param name="At">First minute of its step.</param>
/// <param name="Totals">The totals of the step's minutes in the range.</param>
/// <param name="IsPartial">Whether it may lack orders: the range cuts the step, or the step has not ended yet.</param>
internal sealed record SeriesPoint(Minute At, Totals Totals, bool IsPartial);
