using System.Globalization;
using System.Text.RegularExpressions;
using Analytics.Local.CloudWatch.Protocol;

namespace Analytics.Local.CloudWatch.Operations;

/// <summary>Parses <c>LabelOptions.Timezone</c>, for instance <c>+0130</c> (CloudWatch API reference, LabelOptions).</summary>
internal static partial class LabelTimezone
{
    private static readonly TimeSpan MaxOffset = TimeSpan.FromHours(14);

    /// <summary>Returns the offset from UTC; zero if none is given.</summary>
    /// <exception cref="ServiceError">The value is malformed, or is more than 14 hours.</exception>
    public static TimeSpan Read(Input request)
    {
        var options = request.Structure("LabelOptions");
        if (options?.Text("Timezone") is not { } text)
        {
            return TimeSpan.Zero;
        }

        var match = Pattern().Match(text);
        if (match.Success)
        {
            var offset = new TimeSpan(Number(match.Groups[2]), Number(match.Groups[3]), 0);
            if (offset <= MaxOffset)
            {
                return match.Groups[1].Value == "-" ? -offset : offset;
            }
        }

        throw ServiceError.Validation(
            $"The value {text} for parameter {options.PathOf("Timezone")} is invalid: "
            + "it must be + or - and four digits, such as +0130, and at most 14 hours.");
    }

    private static int Number(Group digits) => int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^([+-])([0-9]{2})([0-5][0-9])\z")]
    private static partial Regex Pattern();
}
