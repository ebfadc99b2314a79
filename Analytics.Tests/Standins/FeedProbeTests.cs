using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.Standins;

/// <summary>Restores a small product of its own with this repository's build files, against feeds that lack packages.</summary>
/// <remarks>The product has Demo.Core, Demo.Events, which needs Demo.Core, and Demo.Alone; each has a stand-in.</remarks>
[Trait(TestKind.Name, TestKind.Process)]
public sealed class FeedProbeTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("feed-probe-").FullName;

    public FeedProbeTests()
    {
        foreach (var file in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Solution.targets",
            "eng/FeedProbe.csproj", "eng/FeedProbe.props", "eng/FeedProbe.targets", "eng/ReadFeedAnswer.cs"])
        {
            Write(file, File.ReadAllText(Path.Combine(Repository.Root, file)));
        }

        Write("Directory.Packages.props", """
            <Project>
              <PropertyGroup>
                <ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>
              </PropertyGroup>
              <ItemGroup>
                <PackageVersion Include="Demo.Core" Version="1.0.0" />
                <PackageVersion Include="Demo.Events" Version="1.0.0" />
                <PackageVersion Include="Demo.Alone" Version="1.0.0" />
              </ItemGroup>
            </Project>
            """);
        Write("standins/Demo.Core/Demo.Core.csproj", Project());
        Write("standins/Demo.Events/Demo.Events.csproj", Project("Demo.Core"));
        Write("standins/Demo.Alone/Demo.Alone.csproj", Project());
        Write("App/App.csproj", Project("Demo.Events", "Demo.Alone"));
        Write("App.slnx", """<Solution><Project Path="App/App.csproj" /></Solution>""");
        Directory.CreateDirectory(Path.Combine(_root, "feed"));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Feed_that_cannot_be_reached_stops_the_build_and_decides_nothing()
    {
        UseFeed("http://127.0.0.1:9/v3/index.json");

        var (exitCode, output) = await RestoreAsync("App");

        Assert.Equal(1, exitCode);
        Assert.Contains(
            "error : The package feed cannot be reached. Whether stand-ins are needed stays open until it answers", output,
            StringComparison.Ordinal);
        Assert.DoesNotContain("building the stand-ins", output, StringComparison.Ordinal);
        Assert.Empty(Answers());
    }

    [Fact]
    public async Task Version_the_feed_lacks_stops_the_build()
    {
        UseFeed("feed");
        Pack("Demo.Core", "0.9.0");
        Pack("Demo.Events", "1.0.0");
        Pack("Demo.Alone", "1.0.0");

        var (exitCode, output) = await RestoreAsync("App");

        Assert.Equal(1, exitCode);
        Assert.Contains(
            "error : The package feed has a package, but not in the version that Directory.Packages.props asks for.", output,
            StringComparison.Ordinal);
        Assert.Empty(Answers());
    }

    [Fact]
    public async Task Package_that_needs_a_lacking_one_gives_way_with_it()
    {
        UseFeed("feed");
        Pack("Demo.Events", "1.0.0", needs: "Demo.Core");
        Pack("Demo.Alone", "1.0.0");

        var (exitCode, output) = await RestoreAsync("App");

        Assert.Equal(
            (0,
                "The package feed lacks 1 package (Demo.Core): building the stand-ins under standins/ in their place, and those for what "
                + "needs them (Demo.Events)."),
            (exitCode, Said(output)));
        Assert.Equal(["Demo.Alone package", "Demo.Core project", "Demo.Events project"], Libraries());
    }

    [Fact]
    public async Task Only_packages_the_feed_lacks_give_way_and_the_answer_holds_until_the_versions_change()
    {
        UseFeed("feed");
        Pack("Demo.Core", "1.0.0");
        Pack("Demo.Alone", "1.0.0");

        var (exitCode, output) = await RestoreAsync("App.slnx");
        Assert.Equal(
            (0, "The package feed lacks 1 package (Demo.Events): building the stand-ins under standins/ in their place."),
            (exitCode, Said(output)));
        Assert.Equal(["Demo.Alone package", "Demo.Core package", "Demo.Events project"], Libraries());

        Pack("Demo.Events", "1.0.0");
        (exitCode, output) = await RestoreAsync("App");
        Assert.Equal((0, ""), (exitCode, Said(output)));
        Assert.Equal(["Demo.Alone package", "Demo.Core package", "Demo.Events project"], Libraries());

        await File.AppendAllTextAsync(Path.Combine(_root, "Directory.Packages.props"), Environment.NewLine);
        (exitCode, output) = await RestoreAsync("App");
        Assert.Equal((0, ""), (exitCode, Said(output)));
        Assert.Equal(["Demo.Alone package", "Demo.Events package"], Libraries());
    }

    [Fact]
    public async Task A_deployment_is_refused_with_the_packages_that_are_lacking_unless_stand_ins_are_allowed()
    {
        UseFeed("feed");
        Pack("Demo.Core", "1.0.0");
        Pack("Demo.Alone", "1.0.0");

        var (refused, said) = await RunAsync("build", "App", "-p:Deployment=true");
        var (_, allowed) = await RunAsync("build", "App", "-p:Deployment=true", "-p:AllowStandins=true");
        var (_, local) = await RunAsync("build", "App");

        const string reason = "A package for deployment needs the real libraries, and the package feed lacks Demo.Events.";
        Assert.NotEqual(0, refused);
        Assert.Contains(reason, said, StringComparison.Ordinal);
        Assert.DoesNotContain(reason, allowed + local, StringComparison.Ordinal);
    }

    private static string Project(params string[] packages) =>
        $"""<Project Sdk="Microsoft.NET.Sdk"><ItemGroup>{string.Concat(packages.Select(id => $"<PackageReference Include=\"{id}\" />"))}</ItemGroup></Project>""";

    private void UseFeed(string source) => Write("NuGet.config", $"""
        <configuration>
          <config><add key="globalPackagesFolder" value="packages" /></config>
          <packageSources><clear /><add key="only" value="{source}" allowInsecureConnections="true" /></packageSources>
        </configuration>
        """);

    private void Pack(string id, string version, string? needs = null)
    {
        using var package = ZipFile.Open(Path.Combine(_root, "feed", $"{id}.{version}.nupkg"), ZipArchiveMode.Create);
        using var writer = new StreamWriter(package.CreateEntry($"{id}.nuspec").Open());
        var dependencies = needs is null ? "" : $"""<dependencies><dependency id="{needs}" version="1.0.0" /></dependencies>""";
        writer.Write($"<package><metadata><id>{id}</id><version>{version}</version><authors>a</authors>");
        writer.Write($"<description>d</description>{dependencies}</metadata></package>");
    }

    private void Write(string file, string text)
    {
        var path = Path.Combine(_root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private Task<(int ExitCode, string Output)> RestoreAsync(string what) => RunAsync("restore", what);

    private async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [.. arguments, "-tl:off", "-nodeReuse:false"])
        {
            WorkingDirectory = _root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // What the build that runs these tests told its own tools is not meant for this one.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT"] = "1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    private static string Said(string output) => string.Join(
        Environment.NewLine,
        output.Split('\n', StringSplitOptions.TrimEntries).Where(line => line.Contains("The package feed", StringComparison.Ordinal)));

    private string[] Answers() => Directory.GetFiles(Path.Combine(_root, "artifacts"), "feed.*.props");

    private string[] Libraries()
    {
        using var assets = JsonDocument.Parse(File.ReadAllText(Path.Combine(_root, "artifacts", "obj", "App", "project.assets.json")));
        return
        [
            .. assets.RootElement.GetProperty("libraries").EnumerateObject()
                .Select(library => $"{library.Name.Split('/')[0]} {library.Value.GetProperty("type").GetString()}")
                .Order(StringComparer.Ordinal),
        ];
    }
}
