using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Documentation;

/// <summary>The examples of the documents for callers of the API, and the shop that each document sends them to.</summary>
internal static class GuideExamples
{
    private const string Questions = "questions.md";

    private static readonly Dictionary<string, IReadOnlyDictionary<int, IReadOnlyList<ApiExample>>> All =
        new[] { "api.md", Questions }.ToDictionary(document => document, document =>
            ApiExample.ReadAll(File.ReadAllLines(Path.Combine(Repository.Root, "docs", document))));

    /// <summary>Each block of examples, by the document and the line at which it begins.</summary>
    public static TheoryData<string, int> Lines
    {
        get
        {
            var lines = new TheoryData<string, int>();
            foreach (var (document, line) in All.SelectMany(document => document.Value.Keys.Select(line => (document.Key, line))))
            {
                lines.Add(document, line);
            }

            return lines;
        }
    }

    /// <summary>The examples of a block.</summary>
    public static IReadOnlyList<ApiExample> Of(string document, int line) => All[document][line];

    /// <summary>The API of the shop that a document's examples are sent to.</summary>
    public static async Task<ApiBench> BenchAsync(string document)
    {
        var bench = new ApiBench();
        if (document == Questions)
        {
            await bench.CountAsync(ExampleShop.Changes);
        }

        return bench;
    }
}
