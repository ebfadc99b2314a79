using Analytics.Cli.Tables;
using Analytics.Core.Windows;

namespace Analytics.Cli.Reconcile;

/// <summary>What <c>reconcile</c> was asked for.</summary>
/// <param name="Tables">Whose tables.</param>
/// <param name="Range">Which minutes; null for all.</param>
/// <param name="Json">Whether a program reads the result.</param>
internal sealed record ReconcileOptions(TableNames Tables, MinuteRange? Range = null, bool Json = false);
