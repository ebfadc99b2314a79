using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Analytics.Local;
using Analytics.Local.Emulators;
using Analytics.Local.Hosting;
using Analytics.Tests.Local.Templates;
using Analytics.Tests.Support;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Analytics.Tests.Local.Emulators;

[Trait(TestKind.Name, TestKind.Process)]
public sealed class EmulatorTests : IDisposable
{
    private static readonly string NodeModules = Path.Combine(Path.GetDirectoryName(Parsed.OwnTemplate)!, "node_modules");

    private static readonly string[] Protocols = ["tcp", "tcp6"];

    private readonly RecordingLog _log = new();
    private readonly string _directory = Directory.CreateTempSubdirectory("emulator-tests-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task An_emulator_that_dies_is_started_again_on_its_port_with_its_data()
    {
        var restarted = new TaskCompletionSource();
        await using var emulator = await Start(DynamoDb());
        emulator.Restarted = _ =>
        {
            restarted.SetResult();
            return Task.CompletedTask;
        };
        var endpoint = emulator.Endpoint;
        using var clients = new AwsClients(endpoint, endpoint, endpoint, "us-east-1", new("local", "local", null));
        await clients.DynamoDb.CreateTableAsync(
            "a-table-that-stays", [new("id", Amazon.DynamoDBv2.KeyType.HASH)], [new("id", Amazon.DynamoDBv2.ScalarAttributeType.S)],
            new(1, 1));

        Process.GetProcessById(emulator.ProcessId).Kill();
        await restarted.Task.WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(endpoint, emulator.Endpoint);
        Assert.Equal(["a-table-that-stays"], (await clients.DynamoDb.ListTablesAsync()).TableNames);
        Assert.Contains(("dynamodb", "It ended with exit code 137; starting it again."), _log.Lines);
    }

    [Fact]
    public async Task DynamoDB_finds_the_next_sequence_number_of_a_stream_by_an_index()
    {
        await using var emulator = await Start(DynamoDb());

        await using var database = new SqliteConnection($"Data Source={DatabaseFile};Mode=ReadOnly;Pooling=False");
        await database.OpenAsync();
        await using var question = database.CreateCommand();
        question.CommandText = "EXPLAIN QUERY PLAN SELECT COALESCE(MAX(CAST(sequence_number AS INTEGER)), 0) + 1 FROM _stream_records "
            + "WHERE table_name = 'any'";
        await using var plan = await question.ExecuteReaderAsync();
        Assert.True(await plan.ReadAsync());
        Assert.Equal("SEARCH _stream_records USING COVERING INDEX stream_records_by_sequence_number (table_name=?)", plan.GetString(3));
        Assert.DoesNotContain(_log.Lines, line => line.Line.Contains("could not be indexed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_emulator_that_is_disposed_of_is_gone_and_its_port_free()
    {
        var emulator = await Start(DynamoDb());
        var process = Process.GetProcessById(emulator.ProcessId);

        await emulator.DisposeAsync();

        Assert.True(process.HasExited);
        LoopbackPort.Require(emulator.Endpoint.Port, "--port");
    }

    [Fact]
    public async Task The_Kinesis_emulator_listens_on_loopback_only()
    {
        await using var emulator = await Start(await KinesisEmulator.FindAsync(NodeModules, TimeProvider.System));

        var listening = Listening(emulator.ProcessId);
        Assert.NotEmpty(listening);
        Assert.All(listening, address => Assert.True(IPAddress.IsLoopback(address), $"It listens on {address}."));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named_with_its_option()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var exception = await Assert.ThrowsAsync<PortTakenException>(
            () => Emulator.StartAsync(DynamoDb(), port, _log, TimeProvider.System, default));

        Assert.Equal((port, "--dynamodb-port"), (exception.Port, exception.Option));
    }

    [Fact]
    public async Task An_emulator_that_ends_at_once_shows_its_last_lines()
    {
        var exception = await Assert.ThrowsAsync<EmulatorException>(() => Start(new Failing()));

        Assert.Equal($"The failing emulator ended with exit code 3. Its last lines:{Environment.NewLine}no such luck", exception.Message);
    }

    [Fact]
    public void A_missing_emulator_is_reported_with_the_option_that_replaces_it()
    {
        var exception = Assert.Throws<EmulatorException>(() => new DynamoDbEmulator(_directory, "x.db"));

        Assert.Contains("--dynamodb-endpoint URL", exception.Message, StringComparison.Ordinal);
    }

    private string DatabaseFile => Path.Combine(_directory, "d.db");

    private DynamoDbEmulator DynamoDb() => new(NodeModules, DatabaseFile);

    private Task<Emulator> Start(EmulatorCommand command) => Emulator.StartAsync(command, 0, _log, TimeProvider.System, default);

    /// <summary>The addresses on which a process listens, from what Linux says of its sockets.</summary>
    private static IPAddress[] Listening(int processId)
    {
        const string listen = "0A";
        var sockets = new DirectoryInfo($"/proc/{processId}/fd").EnumerateFiles()
            .Select(file => file.LinkTarget ?? "")
            .Where(target => target.StartsWith("socket:[", StringComparison.Ordinal))
            .Select(target => target[8..^1])
            .ToHashSet();
        return [.. Protocols
            .SelectMany(kind => File.ReadLines($"/proc/{processId}/net/{kind}").Skip(1))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields[3] == listen && sockets.Contains(fields[9]))
            .Select(fields => Address(fields[1].Split(':')[0]))];
    }

    /// <summary>An address as Linux writes it: words of 32 bits, each with its lowest byte first.</summary>
    private static IPAddress Address(string hex) =>
        new([.. Convert.FromHexString(hex).Chunk(4).SelectMany(word => word.Reverse())]);

    private sealed class Failing : EmulatorCommand
    {
        public override string Name => "failing";

        public override string PortOption => "--failing-port";

        public override bool EndsWhenAsked => false;

        public override EmulatorStart Start(int port) => new("sh", ["-c", "echo no such luck; exit 3"]);

        public override HttpRequestMessage Probe(Uri endpoint) => new(HttpMethod.Get, endpoint);
    }
}
