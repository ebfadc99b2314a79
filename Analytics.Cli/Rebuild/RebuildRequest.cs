using Analytics.Cli.Tables;
using Analytics.Core.Windows;

namespace Analytics.Cli.Rebuild;

/// <summary>Options of <c>rebuild</c>.</summary>
/// <param name="Tables">The tables to repair.</param>
/// <param name="Range">The minutes to repair; null for all.</param>
/// <param name="DryRun">Whether to only show what would be repaired.</param>
/// <param name="Yes">Whether to skip the prompt.</param>
/// <param name="WithOrphans">Whether to also repair minutes that counted orders no longer in the table.</param>
internal sealed record RebuildRequest(TableNames Tables, MinuteRange? Range, bool DryRun, bool Yes, bool WithOrphans);
