using System.Globalization;
using System.Text.RegularExpressions;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Local.Web;

/// <summary>The colours of the page's text against what is behind it: at least 4.5 to 1 (WCAG 2.2, 1.4.3).</summary>
public partial class ContrastTests
{
    private static readonly string Sheet =
        File.ReadAllText(Path.Combine(Repository.Root, "Analytics.Local", "Web", "wwwroot", "style.css"));

    [Theory]
    [InlineData("text", "surface ground raised accent-soft")]
    [InlineData("text-soft", "surface ground raised accent-soft")]
    [InlineData("accent", "surface ground accent-soft")]
    [InlineData("on-accent", "accent")]
    [InlineData("good", "surface ground")]
    [InlineData("bad", "surface ground raised")]
    [InlineData("warn", "surface ground")]
    public void Text_can_be_read(string text, string backgrounds)
    {
        foreach (var theme in new[] { ":root", ":root[data-theme=\"dark\"]" })
        {
            var colours = Colours(theme);
            Assert.All(backgrounds.Split(' '), background =>
                Assert.True(Contrast(colours[text], colours[background]) >= 4.5, $"{theme}: {text} on {background}"));
        }
    }

    // WCAG 2.2, "contrast ratio".
    private static double Contrast(double one, double other) => (Math.Max(one, other) + 0.05) / (Math.Min(one, other) + 0.05);

    private static Dictionary<string, double> Colours(string theme)
    {
        var start = Sheet.IndexOf($"{theme} {{", StringComparison.Ordinal);
        return ColourPattern().Matches(Sheet[start..Sheet.IndexOf('}', start)])
            .ToDictionary(match => match.Groups[1].Value, match => Luminance(match.Groups[2].Value));
    }

    // WCAG 2.2, "relative luminance".
    private static double Luminance(string hex)
    {
        double Linear(int at)
        {
            var part = int.Parse(hex.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4);
        }

        return 0.2126 * Linear(0) + 0.7152 * Linear(2) + 0.0722 * Linear(4);
    }

    [GeneratedRegex("--([a-z-]+): #([0-9a-f]{6});")]
    private static partial Regex ColourPattern();
}
