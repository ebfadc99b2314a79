using Analytics.Cli.Terminal;
using Xunit;

namespace Analytics.Tests.Cli;

public sealed class ProjectFolderTests : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("project folder ");

    public void Dispose() => root.Delete(recursive: true);

    [Fact]
    public void The_folder_with_the_template_above_the_program_comes_first()
    {
        var program = Made("one/artifacts/bin");
        var current = Made("two");
        File.WriteAllText(Path.Combine(root.FullName, "one/template.yaml"), "");
        File.WriteAllText(Path.Combine(root.FullName, "two/template.yaml"), "");

        Assert.Equal(Path.Combine(root.FullName, "one"), ProjectFolder.Find(program, current));
    }

    [Fact]
    public void A_program_that_lies_elsewhere_looks_from_the_current_folder()
    {
        var program = Made("tools");
        var current = Made("two/deeper");
        File.WriteAllText(Path.Combine(root.FullName, "two/template.yaml"), "");

        Assert.Equal(Path.Combine(root.FullName, "two"), ProjectFolder.Find(program, current));
    }

    [Fact]
    public void Without_any_template_it_is_the_current_folder() =>
        Assert.Equal(Path.Combine(root.FullName, "two"), ProjectFolder.Find(Made("tools"), Made("two")));

    private string Made(string path) => root.CreateSubdirectory(path).FullName;
}
