using System.Text.RegularExpressions;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Core;

/// <summary>Holds that code ends before column 140. Raw strings and lines that are one literal may be longer.</summary>
public partial class LineLengthTests
{
    private const int MaxLength = 140;

    [Fact]
    public void No_line_of_code_is_longer_than_140_columns() => Assert.Empty(
        Directory.EnumerateDirectories(Repository.Root, "Analytics.*")
            .Append(Path.Combine(Repository.Root, "standins"))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(LongLines));

    private static IEnumerable<string> LongLines(string path)
    {
        var isRaw = false;
        foreach (var (index, line) in File.ReadLines(path).Index())
        {
            var marks = RawMark().Count(line);
            var isText = isRaw || marks > 0 || Literal().IsMatch(line);
            isRaw ^= marks % 2 == 1;
            if (line.Length > MaxLength && !isText)
            {
                yield return $"{path}:{index + 1}";
            }
        }
    }

    [GeneratedRegex("\"\"\"")]
    private static partial Regex RawMark();

    [GeneratedRegex(@"^\s*(\+ |\[InlineData\()?\$?""[^ ]{60,}")]
    private static partial Regex Literal();
}
