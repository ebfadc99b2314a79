using Analytics.Cli.Tables;
using Analytics.Core.Windows;

namespace Analytics.Cli.Rebuild;

/// <summary>What <c>rebuild</c> was asked for.</summary>
/// <param name="Tables">Whose tables.</param>
/// <param name="Range">Which minutes; null for all.</param>
/// <param name="DryRun">Whether it only shows what it would do.</param>
/// <param name="Yes">Whether it does not ask.</param>
/// <param name="WithOrphans">Whether minutes are repaired that counted orders which are no longer in the table.</param>
internal sealed record RebuildRequest(TableNames Tables, MinuteRange? Range, bool DryRun, bool Yes, bool WithOrphans);
