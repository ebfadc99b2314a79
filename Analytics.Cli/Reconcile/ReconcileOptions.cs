using Analytics.Cli.Tables;
using Analytics.Core.Windows;

namespace Analytics.Cli.Reconcile;

/// <summary>Options of <c>reconcile</c>.</summary>
/// <param name="Tables">The tables to compare.</param>
/// <param name="Range">The minutes to compare; null for all.</param>
/// <param name="Json">Whether to write the result as JSON.</param>
internal sealed record ReconcileOptions(TableNames Tables, MinuteRange? Range = null, bool Json = false);
