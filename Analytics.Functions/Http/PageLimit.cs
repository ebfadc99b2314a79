using System.Globalization;
using Analytics.Core.Orders;

namespace Analytics.Functions.Http;

/// <summary>The query parameter <c>limit</c> of routes that answer page by page.</summary>
internal static class PageLimit
{
    /// <summary>Maximum number of orders of a page.</summary>
    public const int Max = 100;

    private const string Default = "20";

    /// <summary>Parses the parameter, 1 to <see cref="Max"/>. Default 20.</summary>
    /// <param name="text">Its value; null when it is not given.</param>
    /// <param name="errors">Receives an error if the value is out of range.</param>
    public static int Parse(string? text, FieldErrors errors)
    {
        var given = text ?? Default;
        errors.Require(
            int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= Max,
            "limit", $"must be a whole number from 1 to {Max}; got '{given}'");
        return limit;
    }
}
