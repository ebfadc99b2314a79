using System.Globalization;
using System.Text.RegularExpressions;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Local.Web;

/// <summary>The colours of text against what is behind it: at least 4.5 to 1 (WCAG 2.2, 1.4.3).</summary>
public partial class ContrastTests
{
    private static readonly string Dashboards = Path.Combine("Analytics.Local", "Web", "wwwroot", "style.css");
    private static readonly string Page = Path.Combine("page", "style.css");

    [Theory]
    [InlineData("text", "surface ground raised accent-soft")]
    [InlineData("text-soft", "surface ground raised accent-soft")]
    [InlineData("accent", "surface ground accent-soft")]
    [InlineData("on-accent", "accent")]
    [InlineData("good", "surface ground")]
    [InlineData("bad", "surface ground raised")]
    [InlineData("warn", "surface ground")]
    public void Text_of_dashboards_can_be_read(string text, string backgrounds) => Check(Dashboards, text, backgrounds, 4.5);

    [Theory]
    [InlineData("text", "surface ground raised accent-soft grid")]
    [InlineData("soft", "surface ground raised grid")]
    [InlineData("accent", "surface raised accent-soft")]
    [InlineData("on-accent", "accent")]
    [InlineData("good", "surface raised good-soft")]
    [InlineData("bad", "surface ground raised bad-soft")]
    public void Text_of_the_page_can_be_read(string text, string backgrounds) => Check(Page, text, backgrounds, 4.5);

    [Theory]
    [InlineData("now")]
    [InlineData("then")]
    [InlineData("part-0")]
    [InlineData("part-1")]
    [InlineData("part-2")]
    [InlineData("part-3")]
    [InlineData("part-4")]
    [InlineData("part-5")]
    [InlineData("part-6")]
    public void Marks_of_the_chart_can_be_seen(string mark) => Check(Page, mark, "surface", 3); // WCAG 2.2, 1.4.11

    private static void Check(string sheet, string text, string backgrounds, double least)
    {
        foreach (var theme in new[] { ":root", ":root[data-theme=\"dark\"]" })
        {
            var colours = Colours(sheet, theme);
            Assert.All(backgrounds.Split(' '), background =>
                Assert.True(Contrast(colours[text], colours[background]) >= least, $"{theme}: {text} on {background}"));
        }
    }

    // WCAG 2.2, "contrast ratio".
    private static double Contrast(double one, double other) => (Math.Max(one, other) + 0.05) / (Math.Min(one, other) + 0.05);

    private static Dictionary<string, double> Colours(string file, string theme)
    {
        var sheet = File.ReadAllText(Path.Combine(Repository.Root, file));
        var start = sheet.IndexOf($"{theme} {{", StringComparison.Ordinal);
        return ColourPattern().Matches(sheet[start..sheet.IndexOf('}', start)])
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

    [GeneratedRegex("--([a-z0-9-]+): #([0-9a-f]{6});")]
    private static partial Regex ColourPattern();
}
