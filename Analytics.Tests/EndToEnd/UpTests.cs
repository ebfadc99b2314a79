using System.Net;
using System.Net.Sockets;
using Analytics.Local;
using Analytics.Local.Hosting;
using Analytics.Tests.Support;
using Xunit;

namespace Analytics.Tests.EndToEnd;

[Trait(TestKind.Name, TestKind.Process)]
[Collection(WholeSystem.Name)]
public sealed class UpTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("analytics up ");

    public void Dispose() => _data.Delete(recursive: true);

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Up_says_where_everything_is_and_takes_all_of_it_down_when_told_to(string signal)
    {
        await using var up = UpProcess.Start("up", "--api-port", "0", "--dashboard-port", "0", "--data", _data.FullName);
        await up.LineAsync("ready");
        var api = (await up.LineAsync("  api")).Split(' ')[^1];
        var endpoints = LocalEndpoints.Read(Path.Combine(_data.FullName, "endpoints.json"))!;
        Assert.Equal(new Uri(api), endpoints.Api);
        using (var http = new HttpClient())
        {
            Assert.Contains("\"orders\":0", await http.GetStringAsync($"{api}/aggregates/totals?window=5m"), StringComparison.Ordinal);
        }

        await up.SignalAsync(signal);

        Assert.Equal((0, ""), (await up.EndAsync(), up.Error));
        Assert.All([endpoints.Api!, endpoints.DynamoDb, endpoints.Kinesis, endpoints.CloudWatch],
            address => Assert.False(IsListening(address), $"{address} is still there."));
        Assert.Null(LocalEndpoints.Read(Path.Combine(_data.FullName, "endpoints.json")));
    }

    [Fact]
    public async Task A_second_one_on_the_same_data_says_so_and_ends()
    {
        await using var first = UpProcess.Start("up", "--api-port", "0", "--dashboard-port", "0", "--data", _data.FullName);
        await first.LineAsync("ready");

        await using var second = UpProcess.Start("up", "--api-port", "0", "--dashboard-port", "0", "--data", _data.FullName);

        Assert.Equal(1, await second.EndAsync());
        Assert.Contains(_data.FullName, second.Error, StringComparison.Ordinal);
        AssertOneMessage(second);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said_and_ends_it()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        await using var up = UpProcess.Start("up", "--api-port", $"{port}", "--dashboard-port", "0", "--data", _data.FullName);

        Assert.Equal(1, await up.EndAsync());
        Assert.Contains($"Port {port} is in use", up.Error, StringComparison.Ordinal);
        AssertOneMessage(up);
    }

    [Fact]
    public async Task A_template_with_a_mistake_is_said_with_its_line_and_ends_it()
    {
        var template = Path.Combine(_data.FullName, "wrong.yaml");
        await File.WriteAllTextAsync(template, "Transform: AWS::Serverless-2016-10-31\nResources:\n  Bucket:\n    Type: AWS::S3::Bucket\n");

        await using var up = UpProcess.Start(
            "up", "--api-port", "0", "--dashboard-port", "0", "--data", _data.FullName, "--template", template);

        Assert.Equal(1, await up.EndAsync());
        Assert.Contains("wrong.yaml:", up.Error, StringComparison.Ordinal);
        AssertOneMessage(up);
    }

    [Theory]
    [InlineData("--dynamodb-endpoint")]
    [InlineData("--kinesis-endpoint")]
    public async Task An_endpoint_where_nobody_answers_is_said_and_ends_it(string option)
    {
        var nobody = $"http://127.0.0.1:{LoopbackPort.Free()}/";

        await using var up = UpProcess.Start("up", "--api-port", "0", "--dashboard-port", "0", "--data", _data.FullName, option, nobody);

        Assert.Equal(1, await up.EndAsync());
        Assert.Contains(nobody, up.Error, StringComparison.Ordinal);
        AssertOneMessage(up);
    }

    private static void AssertOneMessage(UpProcess up)
    {
        Assert.DoesNotContain("   at ", up.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", up.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("ready", up.Output, StringComparison.Ordinal);
    }

    private static bool IsListening(Uri address)
    {
        try
        {
            using var client = new TcpClient(address.Host, address.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
