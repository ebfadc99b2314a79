using System.Diagnostics;
using System.Globalization;

namespace Analytics.Cli.Demo;

/// <summary>Reports every five seconds the totals of the API next to those of the demo.</summary>
internal sealed class DemoReport(ShopApi api, Ledger ledger, DemoCounters counters, TimeProvider time, Action<string> say)
{
    // Also the grace period before an uncounted change is reported as missing; the table stream may need about two seconds.
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    /// <summary>Reports until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var before = ledger.Page();
            await Task.Delay(Every, time, cancellationToken);
            var text = await DescribeAsync(before, cancellationToken);
            say($"{time.GetLocalNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture)}  {text}");
        }
    }

    private async Task<string> DescribeAsync(LedgerPage before, CancellationToken cancellationToken)
    {
        switch (await api.TotalsAsync(cancellationToken))
        {
            case ApiAnswer<WindowTotals>.Ok { Value: var answer }:
                var now = ledger.Page();
                var own = now.Between(answer.From, answer.To);
                var verdict = Verdict.Of(answer.Totals, before.Between(answer.From, answer.To), own, now.Uncertain);
                var top = await api.TopItemAsync(cancellationToken);
                var troubles = counters.Text();
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{TotalsLine.Of(answer.Totals, top)}   by the demo: {own.Orders:N0} ({own.Cancelled:N0} cancelled)  "
                        + $"{verdict}{(troubles.Length > 0 ? $"  ({troubles})" : "")}");
            case ApiAnswer<WindowTotals>.Refused refused:
                counters.Unexpected();
                return $"no totals: status {refused.Status}: {refused.Detail}";
            case ApiAnswer<WindowTotals>.Unavailable unavailable:
                counters.Temporary();
                return $"no totals: {unavailable.Reason}";
            case var other:
                throw new UnreachableException($"Answer {other} is not known.");
        }
    }
}
