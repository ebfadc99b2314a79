using Analytics.Core.Alerts;
using Analytics.Core.Windows;
using Analytics.Functions.Aggregates;
using Analytics.Functions.Shared;
using Analytics.Storage;

namespace Analytics.Functions.Alerts;

/// <summary>Tries an alert on the past: when it would have rung, had it been evaluated at the beginning of each minute.</summary>
internal sealed class AlertTrial(IMinuteStore store)
{
    /// <summary>Tries an alert.</summary>
    /// <param name="alert">The alert. Whether it is enabled does not matter.</param>
    /// <param name="days">Number of days.</param>
    /// <param name="now">The time until which it is tried.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="DocumentUnreadableException">A document is damaged or has a newer format.</exception>
    public async Task<TrialResult> RunAsync(Alert alert, int days, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var calendar = Zones.CalendarOf(alert.TimeZone);
        var current = Minute.Of(now);
        var from = current.Plus(-days * (long)RollupLength.Day);
        if (await store.ReadExtentAsync(cancellationToken) is { } extent && extent.FirstDay > from)
        {
            // A trial does not begin before the UTC day of the first order.
            from = extent.FirstDay < current ? extent.FirstDay : current;
        }

        var questions = Enumerable.Range(0, (int)(current.Number - from.Number) + 1)
            .Select(minute => new AlertQuestion(alert, calendar, from.Plus(minute))).ToList();
        var item = alert.Rule as AlertRule.ItemAbove;
        var history = await SalesHistory.ReadAsync(
            store, Covering(questions.Select(question => question.Spans).ToList(), current), item is not null, item?.Sku,
            cancellationToken);
        return new TrialResult(new MinuteRange(from, current), calendar, Rings(questions, from, history));
    }

    private static List<TrialRing> Rings(List<AlertQuestion> questions, Minute from, SalesHistory history)
    {
        var rings = new List<TrialRing>();
        foreach (var (index, question) in questions.Index())
        {
            var minute = history.Until = from.Plus(index);
            var finding = question.Answer(history);
            var isRinging = rings is [.., { Until: null }];
            if (finding.Holds && !isRinging)
            {
                rings.Add(new TrialRing(minute, null, finding.Numbers));
            }
            else if (!finding.Holds && isRinging)
            {
                rings[^1] = rings[^1] with { Until = minute };
            }
        }

        return rings;
    }

    // The minutes of all spans. Those of now follow each other closely, and so do those of then.
    private static IEnumerable<MinuteRange> Covering(List<AlertSpans> spans, Minute end)
    {
        yield return Hull(spans.Select(span => span.Now), end);
        if (spans.Exists(span => span.Then is not null))
        {
            yield return Hull(spans.Select(span => span.Then ?? default).Where(then => then.Minutes > 0), end);
        }
    }

    private static MinuteRange Hull(IEnumerable<MinuteRange> ranges, Minute end)
    {
        var all = ranges.ToList();
        var to = all.Count == 0 ? default : all.Max(range => range.To);
        return all.Count == 0 ? default : new MinuteRange(all.Min(range => range.From), to < end ? to : end);
    }
}

/// <summary>When an alert would have rung.</summary>
/// <param name="Range">The minutes in which it was tried.</param>
/// <param name="Calendar">The calendar of the alert.</param>
/// <param name="Rings">The times that it would have rung, in order.</param>
internal sealed record TrialResult(MinuteRange Range, Calendar Calendar, IReadOnlyList<TrialRing> Rings);

/// <summary>A time that an alert would have rung.</summary>
/// <param name="Since">The minute in which it would have begun.</param>
/// <param name="Until">The minute in which it would have been over; null if it would ring now.</param>
/// <param name="Numbers">The numbers when it began, as a JSON object.</param>
internal sealed record TrialRing(Minute Since, Minute? Until, string Numbers);
