using System.Text.RegularExpressions;

namespace Analytics.Functions.Shared;

/// <summary>The id of a goal, a mark or an alert, which the client that creates it chooses.</summary>
internal static partial class SharedId
{
    /// <summary>What an id must be, as the error says it.</summary>
    public const string Rule = "must be 1 to 64 letters a to z, digits and hyphens, and not begin with a hyphen";

    /// <summary>Whether a text is an id.</summary>
    public static bool IsValid(string text) => Pattern().IsMatch(text);

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
