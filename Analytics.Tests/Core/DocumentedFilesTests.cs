using System.Text.RegularExpressions;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Core;

/// <summary>Holds that the source files which the documents name are there.</summary>
public partial class DocumentedFilesTests
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("CONTRIBUTING.md")]
    [InlineData("docs/design.md")]
    [InlineData("docs/formats.md")]
    [InlineData("docs/simulation.md")]
    public void Every_source_file_that_a_document_names_is_there(string document)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, document));

        Assert.All(SourceFile().Matches(text),
            match => Assert.True(File.Exists(Path.Combine(Repository.Root, match.Groups[1].Value)), match.Value));
    }

    [GeneratedRegex(@"`(Analytics\.[\w./]+\.cs)`")]
    private static partial Regex SourceFile();
}
