using System.Text.Json;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Core.Wire;

namespace Analytics.Functions.Aggregates;

/// <summary>Writes what all aggregates responses have in common.</summary>
internal static class AggregateWriter
{
    /// <summary>Writes the properties common to all responses: the range, the time of the read and the latest commit.</summary>
    public static void WriteHead(Utf8JsonWriter json, QuerySpan span, DateTimeOffset asOf, DateTimeOffset? latestCommit)
    {
        WriteSpan(json, span);
        json.WriteString("asOf", Timestamps.Format(asOf));
        WriteLatestCommit(json, latestCommit);
    }

    /// <summary>Writes when the newest change in the sums was counted; null if there is none.</summary>
    public static void WriteLatestCommit(Utf8JsonWriter json, DateTimeOffset? latestCommit)
    {
        if (latestCommit is { } at)
        {
            json.WriteString("latestCommitAt", Timestamps.Format(at));
        }
        else
        {
            json.WriteNull("latestCommitAt");
        }
    }

    /// <summary>Writes what was asked for: the window, its ends and the zone.</summary>
    public static void WriteSpan(Utf8JsonWriter json, QuerySpan span)
    {
        json.WriteString("window", span.Window ?? WindowOf(span.Minutes.Minutes));
        WriteRange(json, span.Calendar, span.Minutes);
        if (span.Calendar.TimeZone is { } zone)
        {
            json.WriteString("timeZone", zone);
        }
    }

    /// <summary>Writes how exact percentiles and numbers of customers are, if they are asked for: as a part of 1.</summary>
    /// <param name="json">The answer.</param>
    /// <param name="query">The query.</param>
    /// <param name="hasEstimates">Whether any number of customers in the answer is an estimate.</param>
    public static void WriteAccuracy(Utf8JsonWriter json, AggregateQuery query, Func<bool> hasEstimates)
    {
        if (query.Extras.Contains(Extra.Percentiles))
        {
            json.WriteNumber("percentileAccuracy", ValueBuckets.AccuracyPercent / 100m);
        }

        if (query.NeedsCustomers)
        {
            json.WriteNumber("customersError", hasEstimates() ? CustomerSketch.StandardError : 0);
        }
    }

    /// <summary>Writes sums of money by currency as an object.</summary>
    public static void WriteMoney(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<Currency, Int128>> sums)
    {
        json.WriteStartObject(name);
        foreach (var (currency, minor) in sums)
        {
            json.WriteAmount(currency.Code, minor, currency);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes the ends of a range.</summary>
    public static void WriteRange(Utf8JsonWriter json, Calendar calendar, MinuteRange range)
    {
        json.WriteString("from", calendar.Format(range.From));
        json.WriteString("to", calendar.Format(range.To));
    }

    /// <summary>Writes what a series or a ranking is compared with; nothing if nothing is.</summary>
    public static void WriteComparison(Utf8JsonWriter json, AggregateQuery query)
    {
        if (query.Comparison is { } comparison)
        {
            json.WriteStartObject("comparison");
            json.WriteString("with", comparison.Name);
            WriteRange(json, query.Span.Calendar, comparison.Minutes);
            json.WriteEndObject();
        }
    }

    private static string WindowOf(long minutes) => minutes switch
    {
        _ when minutes % 1440 == 0 => FormattableString.Invariant($"{minutes / 1440}d"),
        _ when minutes % 60 == 0 => FormattableString.Invariant($"{minutes / 60}h"),
        _ => FormattableString.Invariant($"{minutes}m"),
    };
}
