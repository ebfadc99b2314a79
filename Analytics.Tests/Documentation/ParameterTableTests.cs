using System.Text.RegularExpressions;
using Analytics.Functions.Aggregates;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Documentation;

/// <summary>The table of the parameters of the aggregates in <c>docs/api.md</c> is the one that the code reads.</summary>
public partial class ParameterTableTests
{
    [Fact]
    public void The_table_lists_the_parameters_of_each_route()
    {
        var rows = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "api.md"))
            .SkipWhile(line => !line.StartsWith("| parameter | totals |", StringComparison.Ordinal)).TakeWhile(line => line.Length > 0)
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1]).ToList();
        var documented = Enum.GetValues<AggregateRoute>().ToDictionary(route => route, route => rows.Skip(2)
            .Where(row => row[Array.IndexOf(rows[0], $"{route}".ToLowerInvariant())] == "✓")
            .SelectMany(row => Name().Matches(row[0]).Select(match => match.Groups[1].Value)));

        Assert.All(documented, route => Assert.Equal(AggregateParameters.Of(route.Key).Order(), route.Value.Order()));
    }

    [GeneratedRegex("`([a-zA-Z]+)`")]
    private static partial Regex Name();
}
