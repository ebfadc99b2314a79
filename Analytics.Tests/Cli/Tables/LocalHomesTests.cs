using Analytics.Cli.Tables;
using Analytics.Local;
using Xunit;

namespace Analytics.Tests.Cli.Tables;

public sealed class LocalHomesTests : IDisposable
{
    private readonly DirectoryInfo _project = Directory.CreateTempSubdirectory("analytics homes ");

    public void Dispose() => _project.Delete(recursive: true);

    [Theory]
    [InlineData(false, false, ".local")]
    [InlineData(true, false, ".local")]
    [InlineData(false, true, ".local-demo")]
    [InlineData(true, true, ".local")]
    public void Commands_look_at_the_stack_that_is_running(bool own, bool demo, string expected)
    {
        Start(".local", own);
        Start(".local-demo", demo);

        Assert.Equal(Path.Combine(_project.FullName, expected), LocalHomes.OfRunning(_project.FullName));
    }

    [Fact]
    public void A_file_of_addresses_that_cannot_be_read_is_no_running_stack()
    {
        Start(".local", isRunning: true);
        File.WriteAllText(Path.Combine(_project.FullName, ".local", "endpoints.json"), "{");

        Assert.Equal(Path.Combine(_project.FullName, ".local"), LocalHomes.OfRunning(_project.FullName));
    }

    // No process has the highest id: Linux gives none above 4,194,304.
    private void Start(string home, bool isRunning)
    {
        var nowhere = new Uri("http://127.0.0.1:1");
        var none = new Dictionary<string, string>();
        new LocalEndpoints(null, nowhere, nowhere, nowhere, "us-east-1", none, none, isRunning ? Environment.ProcessId : int.MaxValue)
            .Write(Path.Combine(_project.FullName, home, "endpoints.json"));
    }
}
