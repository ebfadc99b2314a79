using System.Globalization;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Orders;
using Analytics.Core.Windows;
using Analytics.Functions.Http;
using Analytics.Storage;

namespace Analytics.Functions.Aggregates;

/// <summary>Parses and validates the query string of an aggregates request.</summary>
internal sealed class AggregateQuery
{
    /// <summary>Parameters that every route accepts.</summary>
    public static readonly string[] CommonParameters = ["window", "from", "to", "tz", "includes", "wait"];

    /// <summary>Parameters of an item ranking.</summary>
    public static readonly string[] RankingParameters = ["top", "by", "currency"];

    /// <summary>Maximum number of changes in <c>includes</c>.</summary>
    public const int MaxIncludes = 20;

    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(2);

    /// <summary>Maximum number of items in a ranking.</summary>
    public const int MaxTop = 1000;

    private static readonly string[] TimeForms =
    [
        "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    private readonly IDictionary<string, string> _parameters;
    private readonly DateTimeOffset _now;

    /// <summary>Takes the query of a request and reports unknown parameters in <see cref="Errors"/>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="now">When the request arrived.</param>
    /// <param name="more">Parameters that the route accepts besides <see cref="CommonParameters"/>.</param>
    public AggregateQuery(APIGatewayHttpApiV2ProxyRequest request, DateTimeOffset now, params string[] more)
    {
        _parameters = request.QueryStringParameters ?? new Dictionary<string, string>();
        _now = now;
        QueryParameters.Check(request, [.. CommonParameters, .. more], Errors);
    }

    /// <summary>Validation errors, by parameter.</summary>
    public FieldErrors Errors { get; } = new();

    /// <summary>
    /// When the request arrived, or the latest commit in the answer if that is later. A commit is later if it happened during the read or
    /// if the writer's clock is ahead.
    /// </summary>
    public DateTimeOffset AsOf(DateTimeOffset? latestCommit) => latestCommit > _now ? latestCommit.Value : _now;

    /// <summary>The minute in which the request arrived.</summary>
    public Minute CurrentMinute => Minute.Of(_now);

    /// <summary>
    /// The requested minutes, from <c>window</c> or from <c>from</c> and <c>to</c>, in the zone of <c>tz</c>; at most 400 days. Default
    /// today.
    /// </summary>
    public QuerySpan Span()
    {
        var calendar = Calendar();
        var (window, from, to) = (Parameter("window"), Parameter("from"), Parameter("to"));
        if (from is null && to is null)
        {
            return RollingWindow.TryParse(window, out var rolling)
                ? new QuerySpan(rolling.At(_now), null, calendar)
                : new QuerySpan(CalendarWindowAt(window ?? CalendarWindow.Default, calendar), window ?? CalendarWindow.Default, calendar);
        }

        Errors.Require(window is null, "window", "cannot be given together with from and to");
        var begin = MinuteOf(from, "from", calendar);
        var end = MinuteOf(to, "to", calendar);
        if (!Errors.Any)
        {
            Errors.Require(begin < end, "to", "must be after from");
            Errors.Require(end.Number - begin.Number <= RollingWindow.MaxMinutes, "to", "must be at most 400 days after from");
            Errors.Require(end.Number - CurrentMinute.Number <= RollingWindow.MaxMinutes, "to", "must be within the next 400 days");
            Errors.Require(begin >= Minute.Of(_now - MinuteItem.Retention + TimeSpan.FromDays(1)), "from",
                $"must be within the last {MinuteItem.Retention.TotalDays - 1:0} days; older minutes are not kept");
        }

        return new QuerySpan(Errors.Any ? default : new MinuteRange(begin, end), null, calendar);
    }

    /// <summary>The step of a series. Default 1m.</summary>
    public SeriesStep Step()
    {
        var text = Parameter("step") ?? "1m";
        var step = SeriesStep.Parse(text);
        Errors.Require(step is not null, "step", $"must be 1m, 5m, 15m, 1h, 1d, 1w or 1mo; got '{text}'");
        return step ?? SeriesStep.Default;
    }

    /// <summary>Number of items in a ranking, 1 to <see cref="MaxTop"/>. Default 10.</summary>
    public int Top()
    {
        var text = Parameter("top") ?? "10";
        Errors.Require(
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var top) && top is >= 1 and <= MaxTop,
            "top", $"must be a whole number from 1 to {MaxTop}; got '{text}'");
        return top;
    }

    /// <summary>What a ranking orders by: <c>units</c>, <c>orders</c> or <c>revenue</c>. Default <c>units</c>.</summary>
    public string By()
    {
        var by = Parameter("by") ?? "units";
        Errors.Require(by is "units" or "orders" or "revenue", "by", $"must be units, orders or revenue; got '{by}'");
        return by;
    }

    /// <summary>The currency of a ranking by revenue; null when not given.</summary>
    public Currency? Currency()
    {
        var code = Parameter("currency");
        Errors.Require(Core.Orders.Currency.TryParse(code, out var currency) || code is null, "currency",
            $"must be an ISO 4217 currency code in capitals, as USD; got '{code}'");
        return currency;
    }

    /// <summary>The currencies of the sums of money in totals and series, from a list by comma. Default all.</summary>
    public CurrencyFilter Currencies() => new(CurrencyCodes());

    /// <summary>The currencies that are given, from a list by comma; empty if none is.</summary>
    public IReadOnlySet<Currency> CurrencyCodes()
    {
        var shown = new HashSet<Currency>();
        foreach (var code in Parameter("currency")?.Split(',', StringSplitOptions.TrimEntries) ?? [])
        {
            Errors.Require(Core.Orders.Currency.TryParse(code, out var currency), "currency",
                $"must be ISO 4217 currency codes in capitals by comma, as EUR,USD; '{code}' is none");
            if (currency is not null)
            {
                shown.Add(currency);
            }
        }

        return shown;
    }

    /// <summary>The SKU of the single item requested; null when a ranking is requested.</summary>
    public string? Sku()
    {
        var sku = Parameter("sku");
        foreach (var other in RankingParameters.Where(other => sku is not null && Parameter(other) is not null))
        {
            Errors.Add(other, "cannot be given together with sku");
        }

        return sku;
    }

    /// <summary>The changes that the answer must include: comma-separated values of the <c>Order-Change</c> header.</summary>
    public IReadOnlyList<ChangeToken> Includes()
    {
        var tokens = new List<ChangeToken>();
        foreach (
            var text in (Parameter("includes") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            Errors.Require(
                ChangeToken.TryParse(text, out var token), "includes", $"must be values of {ChangeToken.Header}; '{text}' is none");
            tokens.Add(token);
        }

        Errors.Require(tokens.Count <= MaxIncludes, "includes", $"must be at most {MaxIncludes} changes");
        return tokens;
    }

    /// <summary>How long to wait for the changes in <c>includes</c>, 0 to 10 s. Default 2 s.</summary>
    public TimeSpan Wait()
    {
        if (Parameter("wait") is not { } text)
        {
            return DefaultWait;
        }

        var read = text.EndsWith('s')
            && decimal.TryParse(
                text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds((double)Math.Min(seconds, 3600))
            : (TimeSpan?)null;
        Errors.Require(read <= MaxWait, "wait", $"must be 0s to {MaxWait.TotalSeconds:0}s; got '{text}'");
        return read ?? DefaultWait;
    }

    private string? Parameter(string name) => _parameters.TryGetValue(name, out var value) ? value : null;

    private Calendar Calendar() => CalendarOf(Parameter("tz"), Errors);

    /// <summary>The calendar of the parameter <c>tz</c>; that of UTC if it is not given.</summary>
    public static Calendar CalendarOf(string? id, FieldErrors errors)
    {
        // The name of UTC does not load time zone data, which a cold start would wait for.
        if (id is null or "UTC")
        {
            return Aggregates.Calendar.Utc;
        }

        if (ZoneCalendar.Find(id) is { } zone)
        {
            return zone;
        }

        errors.Add("tz", $"must be a time zone of the IANA database, as Europe/Berlin; got '{id}'{Suggestion(id, ZoneCalendar.Ids)}");
        return Aggregates.Calendar.Utc;
    }

    private MinuteRange CalendarWindowAt(string word, Calendar calendar)
    {
        var range = CalendarWindow.At(word, calendar, CurrentMinute);
        Errors.Require(range is not null, "window",
            $"must be 1m to 400d in minutes (m), hours (h) or days (d), or {string.Join(", ", CalendarWindow.Words)}; got '{word}'"
            + Suggestion(word, CalendarWindow.Words));
        return range ?? default;
    }

    private static string Suggestion(string name, IReadOnlyList<string> known) =>
        NearestName.Of(name, known) is { } near ? $"; did you mean {near}?" : "";

    private Minute MinuteOf(string? text, string parameter, Calendar calendar)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return calendar.StartOf(day);
        }

        var read = DateTimeOffset.TryParseExact(
            text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment);
        Errors.Require(read && HasOffset(text!) && moment.UtcTicks % TimeSpan.TicksPerMinute == 0, parameter, text switch
        {
            null => "is missing: from and to are given together",
            // In a query string, a plus sign decodes to a space (WHATWG URL Standard, application/x-www-form-urlencoded).
            _ when text.Contains(' ', StringComparison.Ordinal) =>
                $"must be a whole minute in ISO 8601; got '{text}': write the + of its offset as %2B, as in 2026-11-23T10:05%2B01:00",
            _ when read && !HasOffset(text) =>
                $"must have an offset, as {text}Z, because local times may occur twice or not at all; a date alone is in the zone of tz",
            _ => $"must be a whole minute in ISO 8601, as 2026-11-23T10:05Z, or a date; got '{text}'",
        });
        return Minute.Of(moment);
    }

    private static bool HasOffset(string time) => time[^1] == 'Z' || time[^6] is '+' or '-';
}
