using System.Globalization;
using Amazon.Lambda.APIGatewayEvents;

namespace Analytics.Functions.Http;

/// <summary>Chooses the media type of a response by the request's <c>Accept</c> (RFC 9110, section 12.5.1).</summary>
internal static class Accept
{
    /// <summary>JSON, which clients get unless they prefer another type.</summary>
    public const string Json = "application/json";

    /// <summary>Tables.</summary>
    public const string Csv = "text/csv";

    /// <summary>JSON with a value in each line.</summary>
    public const string JsonLines = "application/x-ndjson";

    /// <summary>
    /// Whether the client prefers CSV to JSON: it gives CSV the higher quality, or the same quality and names it while a wildcard covers
    /// JSON.
    /// </summary>
    public static bool PrefersCsv(this APIGatewayHttpApiV2ProxyRequest request) => request.Preferred(Json, Csv) == Csv;

    /// <summary>
    /// The type that the client prefers: the one of the highest quality, and of the same quality the one that it names most precisely. If
    /// types are as welcome, or none is acceptable, the first of them.
    /// </summary>
    public static string Preferred(this APIGatewayHttpApiV2ProxyRequest request, params ReadOnlySpan<string> types)
    {
        if (request.Header("accept") is not { } header)
        {
            return types[0];
        }

        var ranges = header.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(MediaRange.Parse).ToList();
        var best = types[0];
        foreach (var type in types[1..])
        {
            var preference = Preference(ranges, type);
            best = preference.Quality > 0 && preference.CompareTo(Preference(ranges, best)) > 0 ? type : best;
        }

        return best;
    }

    // The most specific range that matches a type decides about it.
    private static (double Quality, int Precision) Preference(List<MediaRange> ranges, string type) => ranges
        .Where(range => range.PrecisionFor(type) > 0)
        .Select(range => (range.Quality, range.PrecisionFor(type)))
        .OrderByDescending(match => match.Item2).ThenByDescending(match => match.Quality)
        .FirstOrDefault();

    private readonly record struct MediaRange(string Type, double Quality)
    {
        public static MediaRange Parse(string text)
        {
            var parts = text.Split(';', StringSplitOptions.TrimEntries);
            var weight = parts.Skip(1).FirstOrDefault(part => part.StartsWith("q=", StringComparison.OrdinalIgnoreCase));
            return new MediaRange(parts[0].ToLowerInvariant(), weight is null ? 1 : QualityOf(weight[2..]));
        }

        /// <summary>3 if the range is the type, 2 if it is all subtypes of it, 1 if it is any type, 0 if it does not match.</summary>
        public int PrecisionFor(string type) =>
            Type == type ? 3
            : Type.EndsWith("/*", StringComparison.Ordinal) && type.StartsWith(Type[..^1], StringComparison.Ordinal) ? 2
            : Type == "*/*" ? 1
            : 0;

        private static double QualityOf(string text) =>
            double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var quality) ? Math.Min(quality, 1) : 0;
    }
}
