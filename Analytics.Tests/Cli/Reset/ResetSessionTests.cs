using Analytics.Cli.Reset;
using Analytics.Local;
using Analytics.Local.Hosting;
using Xunit;

namespace Analytics.Tests.Cli.Reset;

public sealed class ResetSessionTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("analytics reset ");

    public void Dispose()
    {
        if (_data.Exists)
        {
            _data.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "y\n")]
    public async Task Stored_data_is_listed_with_its_size_and_deleted(bool yes, string answer)
    {
        Fill();

        var (code, output, _) = await RunAsync(yes, answer);

        Assert.Equal(ResetSession.Empty, code);
        Assert.Contains("dynamodb (2.0 MB), checkpoints (0.0 MB)", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_data.FullName));
        Assert.Equal(ResetSession.Empty, (await RunAsync(yes: false, "")).Code);
    }

    [Theory]
    [InlineData("n\n")]
    [InlineData("")]
    public async Task Without_a_yes_nothing_is_deleted(string answer)
    {
        Fill();

        Assert.Equal(ResetSession.Left, (await RunAsync(yes: false, answer)).Code);
        Assert.True(File.Exists(PathOf("dynamodb/dynamodb.db")));
    }

    [Fact]
    public async Task Files_that_are_not_of_a_stack_stay()
    {
        Fill();
        File.WriteAllText(PathOf("letter.txt"), "mine");

        await RunAsync(yes: true, "");

        Assert.Equal(["letter.txt"], _data.EnumerateFileSystemInfos().Select(entry => entry.Name));
    }

    [Fact]
    public async Task The_data_of_a_running_stack_stay()
    {
        Fill();
        await using (DataDirectory.Take(_data.FullName))
        {
            var (code, _, error) = await RunAsync(yes: true, "");

            Assert.Equal(ResetSession.Left, code);
            Assert.Contains("Another local stack uses the data directory", error, StringComparison.Ordinal);
        }

        var nowhere = new Uri("http://127.0.0.1:1");
        var none = new Dictionary<string, string>();
        new LocalEndpoints(null, nowhere, nowhere, nowhere, "us-east-1", none, none, Environment.ProcessId).Write(PathOf("endpoints.json"));
        Assert.Contains("A local stack is running", (await RunAsync(yes: true, "")).Error, StringComparison.Ordinal);
        Assert.True(File.Exists(PathOf("dynamodb/dynamodb.db")));
    }

    private void Fill()
    {
        Directory.CreateDirectory(PathOf("dynamodb"));
        File.WriteAllBytes(PathOf("dynamodb/dynamodb.db"), new byte[2_000_000]);
        Directory.CreateDirectory(PathOf("checkpoints"));
        File.WriteAllText(PathOf("lock"), "");
    }

    private string PathOf(string name) => Path.Combine(_data.FullName, name);

    private async Task<(int Code, string Output, string Error)> RunAsync(bool yes, string answer)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await ResetSession.RunAsync(new LocalHome(_data.FullName), yes, new StringReader(answer), output, error, default);
        return (code, output.ToString(), error.ToString());
    }
}
