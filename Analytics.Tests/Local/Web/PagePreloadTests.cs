using System.Text.RegularExpressions;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Local.Web;

/// <summary>The modules of the page come together with its markup, and not one after another as each import is found.</summary>
public partial class PagePreloadTests
{
    private static readonly string Page = Path.Combine(Repository.Root, "page");

    [Fact]
    public void The_page_names_each_module_that_it_begins_with()
    {
        var markup = File.ReadAllText(Path.Combine(Page, "index.html"));
        var named = PreloadPattern().Matches(markup).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal);

        Assert.Equal(Imported("main.js", []).Where(file => file != "main.js").Order(StringComparer.Ordinal), named);
    }

    private static HashSet<string> Imported(string file, HashSet<string> known)
    {
        if (known.Add(file))
        {
            foreach (Match import in ImportPattern().Matches(File.ReadAllText(Path.Combine(Page, file))))
            {
                Imported(import.Groups[1].Value, known);
            }
        }

        return known;
    }

    [GeneratedRegex("""<link rel="modulepreload" href="page/([^"]+)">""")]
    private static partial Regex PreloadPattern();

    // A dialog that is imported when it opens is not one of them.
    [GeneratedRegex("""^(?:import|export) .*from "\./([^"]+)";""", RegexOptions.Multiline)]
    private static partial Regex ImportPattern();
}
