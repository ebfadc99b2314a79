using System.Net.Sockets;
using Analytics.Cli.Tables;
using Analytics.Local;
using Xunit;

namespace Analytics.Tests.Cli.Tables;

public sealed class StackTablesTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("analytics tables ");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public void A_stack_that_was_never_started_is_named()
    {
        var failure = Assert.Throws<StackNotRunningException>(Connect);

        Assert.Equal(
            $"No local stack is running in {_data.FullName} (it has no endpoints.json). Start one with ./run, or name another with --data.",
            StackTables.Explain(failure, Names));
    }

    [Fact]
    public void A_stack_whose_process_has_ended_is_named_with_it()
    {
        // No process has this id: Linux gives none above 4,194,304.
        Endpoints(int.MaxValue);

        Assert.Contains(
            $"in {_data.FullName} (process {int.MaxValue} has ended)", Assert.Throws<StackNotRunningException>(Connect)
                .Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_connection_is_a_stack_that_is_gone()
    {
        Endpoints(Environment.ProcessId);
        Connect();
        var refused = new HttpRequestException("Connection refused (127.0.0.1:1)", new SocketException((int)SocketError.ConnectionRefused));

        Assert.StartsWith("No local stack is running in ", StackTables.Explain(refused, Names), StringComparison.Ordinal);
        Assert.Equal(
            "The tables could not be read: Connection refused (127.0.0.1:1)",
            StackTables.Explain(refused, Names with { OrdersTable = "orders", AggregatesTable = "aggregates" }));
    }

    private TableNames Names => new(_data.FullName);

    private void Connect() => StackTables.Connect(Names, TimeProvider.System).Dispose();

    private void Endpoints(int processId)
    {
        var nowhere = new Uri("http://127.0.0.1:1");
        new LocalEndpoints(
            null, nowhere, nowhere, nowhere, "us-east-1",
            new Dictionary<string, string> { ["OrdersTable"] = "orders", ["AggregatesTable"] = "aggregates" },
            new Dictionary<string, string>(), processId).Write(Path.Combine(_data.FullName, "endpoints.json"));
    }
}
