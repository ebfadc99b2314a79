using Analytics.Tests.EndToEnd;
using Analytics.Tests.StackTemplate;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Packaging;

/// <summary>Holds that no package is built that would not start on Amazon Linux 2023.</summary>
[Trait(TestKind.Name, TestKind.Process)]
public sealed class CheckGlibcTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("analytics glibc ");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("GLIBC_2.2.5 GLIBC_2.17 GLIBC_2.34", true)]
    [InlineData("GLIBC_2.4", true)]
    [InlineData("", true)]
    [InlineData("GLIBC_2.17 GLIBC_2.35", false)]
    [InlineData("GLIBC_2.34.1", false)]
    [InlineData("GLIBC_2.100", false)]
    [InlineData("GLIBC_3.0", false)]
    public async Task An_executable_that_asks_for_a_newer_glibc_is_refused(string versions, bool isTaken)
    {
        var file = Path.Combine(_folder.FullName, "bootstrap");
        await File.WriteAllTextAsync(file, $"\u007fELF\0{versions.Replace(' ', '\0')}\0");

        var (code, output) = await CheckAsync(file);

        Assert.Equal(isTaken, code == 0);
        Assert.Equal(isTaken, output.Length == 0);
        Assert.True(isTaken || output.Contains($"needs glibc {versions.Split('_')[^1]}, and 2.34 is the newest", StringComparison.Ordinal));
    }

    [ShippedFact]
    public async Task The_functions_as_they_ship_start_on_Amazon_Linux_2023() =>
        Assert.Equal((0, ""), await CheckAsync(Path.Combine(ShippedFunctions.Folder()!, "bootstrap")));

    [Fact]
    public void The_Makefile_builds_every_function_of_the_template()
    {
        var makefile = File.ReadAllText(Path.Combine(Repository.Root, "Makefile"));

        var built = makefile.Split('\n').Single(line => line.StartsWith("FUNCTIONS = ", StringComparison.Ordinal)).Split(' ')[2..];

        var functions = OwnTemplate.Whole.Stack(("Access", "Open"), ("Live", "iam"), ("Page", "on")).Functions
            .Select(function => function.LogicalId);
        Assert.Equal(functions.Order(), built.Order());
    }

    private static Task<(int Code, string Output)> CheckAsync(string file) =>
        Tool.RunAsync("bash", Path.Combine(Repository.Root, "eng", "check-glibc.sh"), file, "2.34");
}
