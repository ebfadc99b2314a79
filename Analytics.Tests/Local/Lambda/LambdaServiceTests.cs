using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Analytics.Local.Lambda;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Local.Lambda;

public sealed class LambdaServiceTests : IDisposable
{
    private readonly NodeFunction _function = new();
    private readonly RecordingLog _log = new();

    public void Dispose() => _function.Dispose();

    [Fact]
    public async Task A_function_answers_its_event()
    {
        await using LambdaService lambda = await StartAsync();

        InvocationResult result = await InvokeAsync(lambda, """{"do":"echo","n":1}""");

        Assert.Equal("""{"do":"echo","n":1}""", Answer(result));
    }

    [Fact]
    public async Task One_environment_serves_one_invocation_after_the_other()
    {
        await using LambdaService lambda = await StartAsync();

        JsonElement first = Json(await InvokeAsync(lambda, """{"do":"who"}"""));
        JsonElement second = Json(await InvokeAsync(lambda, """{"do":"who"}"""));

        Assert.Equal(first.GetProperty("pid").GetInt32(), second.GetProperty("pid").GetInt32());
        Assert.Equal((1, 2), (first.GetProperty("served").GetInt32(), second.GetProperty("served").GetInt32()));
    }

    [Fact]
    public async Task Invocations_at_the_same_time_have_an_environment_each()
    {
        await using LambdaService lambda = await StartAsync();
        string gate = Path.Combine(_function.Folder, "gate");
        string wait = JsonSerializer.Serialize(new { @do = "wait", until = gate });

        Task<InvocationResult>[] both = [InvokeAsync(lambda, wait), InvokeAsync(lambda, wait)];
        JsonElement third = Json(await InvokeAsync(lambda, """{"do":"who"}"""));
        await File.WriteAllTextAsync(gate, "");
        InvocationResult[] results = await Task.WhenAll(both);

        int[] pids = [.. results.Select(result => Json(result).GetProperty("pid").GetInt32()), third.GetProperty("pid").GetInt32()];
        Assert.Equal(3, pids.Distinct().Count());
    }

    [Fact]
    public async Task Beyond_the_cap_invocations_wait_their_turn()
    {
        await using LambdaService lambda = await StartAsync(
            _function.Definition(), options => options with { MaxEnvironmentsPerFunction = 2 });
        string gate = Path.Combine(_function.Folder, "gate");
        string wait = JsonSerializer.Serialize(new { @do = "wait", until = gate });

        Task<InvocationResult>[] all = [.. Enumerable.Range(0, 6).Select(_ => InvokeAsync(lambda, wait))];
        await File.WriteAllTextAsync(gate, "");
        InvocationResult[] results = await Task.WhenAll(all);

        Assert.InRange(results.Select(result => Json(result).GetProperty("pid").GetInt32()).Distinct().Count(), 1, 2);
    }

    [Fact]
    public async Task A_function_sees_the_environment_of_Lambda_and_nothing_of_the_hosts_own()
    {
        Environment.SetEnvironmentVariable("SECRET_OF_THE_HOST", "x");
        await using LambdaService lambda = await StartAsync(
            _function.Definition(60, ("ORDERS_TABLE", "Orders"), ("AWS_REGION", "reserved")));

        JsonElement environment = Json(await InvokeAsync(lambda, """{"do":"environment"}"""));

        string?[] expected = ["test-function", "$LATEST", "512", "orders", "eu-central-1", "eu-central-1", ":UTC", "on-demand",
            "/aws/lambda/test-function", _function.Folder, "Orders", null];
        string[] names = ["AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "_HANDLER",
            "AWS_REGION", "AWS_DEFAULT_REGION", "TZ", "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME", "LAMBDA_TASK_ROOT",
            "ORDERS_TABLE", "SECRET_OF_THE_HOST"];
        Assert.Equal(expected, names.Select(name => environment.TryGetProperty(name, out JsonElement value) ? value.GetString() : null));
    }

    [Fact]
    public async Task An_event_carries_its_request_id_deadline_and_function()
    {
        await using LambdaService lambda = await StartAsync();
        long before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

        InvocationResult.Success result = Assert.IsType<InvocationResult.Success>(await InvokeAsync(lambda, """{"do":"headers"}"""));

        JsonElement headers = Json(result);
        Assert.Equal(
            (result.RequestId, "arn:aws:lambda:eu-central-1:000000000000:function:test-function"),
            (headers.GetProperty("lambda-runtime-aws-request-id").GetString(),
                headers.GetProperty("lambda-runtime-invoked-function-arn").GetString()));
        Assert.InRange(long.Parse(headers.GetProperty("lambda-runtime-deadline-ms").GetString()!), before + 60_000, before + 120_000);
        Assert.StartsWith("Root=1-", headers.GetProperty("lambda-runtime-trace-id").GetString());
    }

    [Fact]
    public async Task Lines_of_a_function_reach_the_log_under_its_logical_id()
    {
        await using LambdaService lambda = await StartAsync();

        await InvokeAsync(lambda, """{"do":"log","line":"counted 3 orders"}""");

        await Eventually.HoldsAsync(
            () => _log.Lines.Contains(("TestFunction", "counted 3 orders")) && _log.Lines.Contains(("TestFunction", "and an error line")),
            "both lines in the log");
    }

    [Fact]
    public async Task A_function_that_throws_fails_with_its_own_error()
    {
        await using LambdaService lambda = await StartAsync();

        InvocationResult.FunctionError error = Error(await InvokeAsync(lambda, """{"do":"error"}"""));

        Assert.Equal(("Boom", "it broke"), (error.ErrorType, error.Message));
    }

    [Fact]
    public async Task A_process_that_ends_in_an_invocation_fails_it_and_the_next_gets_a_new_one()
    {
        await using LambdaService lambda = await StartAsync();

        InvocationResult.FunctionError error = Error(await InvokeAsync(lambda, """{"do":"crash","code":7}"""));
        InvocationResult next = await InvokeAsync(lambda, """{"do":"echo"}""");

        Assert.Equal(
            ("Runtime.ExitError", $"RequestId: {error.RequestId} Error: Runtime exited with error: exit status 7"),
            (error.ErrorType, error.Message));
        Assert.Equal("""{"do":"echo"}""", Answer(next));
    }

    [Fact]
    public async Task A_process_killed_from_outside_is_a_crash()
    {
        await using LambdaService lambda = await StartAsync();
        string wait = JsonSerializer.Serialize(new { @do = "wait", until = Path.Combine(_function.Folder, "never") });

        Task<InvocationResult> invocation = InvokeAsync(lambda, wait);
        await Eventually.HoldsAsync(() => Directory.GetFiles(_function.Folder, "never.*").Length == 1, "the wait of the function");
        int pid = int.Parse(Path.GetExtension(Directory.GetFiles(_function.Folder, "never.*").Single()).TrimStart('.'));
        using Process process = Process.GetProcessById(pid);
        process.Kill();
        InvocationResult.FunctionError error = Error(await invocation);
        int next = Json(await InvokeAsync(lambda, """{"do":"who"}""")).GetProperty("pid").GetInt32();

        Assert.Equal(
            ("Runtime.ExitError", $"RequestId: {error.RequestId} Error: Runtime exited with error: signal: killed"),
            (error.ErrorType, error.Message));
        Assert.NotEqual(pid, next);
    }

    [Fact]
    public async Task A_process_killed_while_idle_costs_no_invocation()
    {
        await using LambdaService lambda = await StartAsync();
        int pid = Json(await InvokeAsync(lambda, """{"do":"who"}""")).GetProperty("pid").GetInt32();
        using (Process process = Process.GetProcessById(pid))
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        // Whether the service has noticed or not: at the latest the second try finds a new process.
        InvocationResult first = await InvokeAsync(lambda, """{"do":"echo"}""");
        InvocationResult second = await InvokeAsync(lambda, """{"do":"echo"}""");

        Assert.True(
            first is InvocationResult.Success or InvocationResult.FunctionError { ErrorType: "Runtime.ExitError" }, first.ToString());
        Assert.Equal("""{"do":"echo"}""", Answer(second));
    }

    [Fact]
    public async Task A_function_over_its_time_is_killed_and_the_next_invocation_gets_a_new_process()
    {
        await using LambdaService lambda = await StartAsync(_function.Definition(timeoutSeconds: 1));
        int pid = Json(await InvokeAsync(lambda, """{"do":"who"}""")).GetProperty("pid").GetInt32();

        InvocationResult.FunctionError error = Error(await InvokeAsync(lambda, """{"do":"hang"}"""));
        int next = Json(await InvokeAsync(lambda, """{"do":"who"}""")).GetProperty("pid").GetInt32();

        Assert.Equal("Sandbox.Timedout", error.ErrorType);
        Assert.EndsWith($"Z {error.RequestId} Task timed out after 1.00 seconds", error.Message);
        Assert.NotEqual(pid, next);
        await Eventually.HoldsAsync(() => !IsAlive(pid), "the end of the process that hung");
    }

    [Theory]
    [InlineData("exit", "Runtime.ExitError", "Runtime exited with error: exit status 3")]
    [InlineData("error", "BadConfiguration", "no table")]
    [InlineData("hang", "Sandbox.Timedout", "Init timed out after 0.50 seconds")]
    public async Task A_function_that_cannot_begin_fails_the_invocation(string how, string type, string message)
    {
        TimeSpan init = how == "hang" ? TimeSpan.FromSeconds(0.5) : TimeSpan.FromSeconds(60);
        await using LambdaService lambda = await StartAsync(
            _function.Definition(60, ("INIT", how)), options => options with { InitTimeout = init });

        InvocationResult.FunctionError error = Error(await InvokeAsync(lambda, """{"do":"echo"}"""));

        Assert.Equal((type, message), (error.ErrorType, error.Message));
    }

    [Fact]
    public async Task A_response_of_six_megabytes_passes_and_a_larger_one_fails()
    {
        await using LambdaService lambda = await StartAsync();

        InvocationResult largest = await InvokeAsync(lambda, """{"do":"large","bytes":6291556}""");
        InvocationResult.FunctionError tooLarge = Error(await InvokeAsync(lambda, """{"do":"large","bytes":6291557}"""));
        InvocationResult after = await InvokeAsync(lambda, """{"do":"echo"}""");

        Assert.Equal(6_291_556, Assert.IsType<InvocationResult.Success>(largest).Payload.Length);
        Assert.Equal("Function.ResponseSizeTooLarge", tooLarge.ErrorType);
        Assert.Equal("""{"do":"echo"}""", Answer(after));
        await Eventually.HoldsAsync(
            () => _log.Lines.Any(line => line.Line.StartsWith("answered 413", StringComparison.Ordinal)), "413 at the runtime");
    }

    [Fact]
    public async Task An_answer_to_an_invocation_that_is_not_under_way_is_refused()
    {
        await using LambdaService lambda = await StartAsync();

        Assert.Equal("400", Answer(await InvokeAsync(lambda, """{"do":"wrong-id"}""")));
    }

    [Fact]
    public async Task Disposal_ends_the_processes_and_invocations_in_flight_count_as_not_run()
    {
        LambdaService lambda = await StartAsync();
        int pid = Json(await InvokeAsync(lambda, """{"do":"who"}""")).GetProperty("pid").GetInt32();
        Task<InvocationResult> invocation = InvokeAsync(lambda, """{"do":"hang"}""");

        await lambda.DisposeAsync();

        Assert.Equal(new InvocationResult.NotRun("The local Lambda service is shutting down."), await invocation);
        Assert.False(IsAlive(pid));
    }

    [Fact]
    public async Task Giving_up_waiting_leaves_the_function_usable()
    {
        await using LambdaService lambda = await StartAsync();
        string gate = Path.Combine(_function.Folder, "gate");
        using CancellationTokenSource impatience = new();

        Task<InvocationResult> abandoned = lambda.Function("TestFunction").InvokeAsync(
            Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { @do = "wait", until = gate })), impatience.Token);
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => abandoned);
        await File.WriteAllTextAsync(gate, "");

        Assert.Equal("""{"do":"echo"}""", Answer(await InvokeAsync(lambda, """{"do":"echo"}""")));
    }

    [Fact]
    public async Task An_event_is_served_by_the_environment_that_is_there_if_it_is_free_in_time()
    {
        await using LambdaService lambda = await StartAsync(
            null, options => options with { Time = new FakeTimeProvider(DateTimeOffset.UtcNow) });

        Task<InvocationResult>[] all = [.. Enumerable.Range(0, 20).Select(_ => InvokeAsync(lambda, """{"do":"who"}"""))];

        Assert.Single((await Task.WhenAll(all)).Select(result => Json(result).GetProperty("pid").GetInt32()).Distinct());
    }

    [Fact]
    public async Task Environments_beyond_the_first_are_retired_when_they_have_been_idle_for_long()
    {
        FakeTimeProvider time = new(DateTimeOffset.UtcNow);
        await using LambdaService lambda = await StartAsync(null, options => options with { Time = time });
        string gate = Path.Combine(_function.Folder, "gate");
        string wait = JsonSerializer.Serialize(new { @do = "wait", until = gate });
        Task<InvocationResult>[] all = [InvokeAsync(lambda, wait), InvokeAsync(lambda, wait), InvokeAsync(lambda, wait)];
        await Eventually.HoldsAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(20));
                return Directory.GetFiles(_function.Folder, "gate.*").Length == 3;
            },
            "three at a time");
        await File.WriteAllTextAsync(gate, "");
        int[] pids = [.. (await Task.WhenAll(all)).Select(result => Json(result).GetProperty("pid").GetInt32())];

        Assert.Equal(3, pids.Count(IsAlive));
        await Eventually.HoldsAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMinutes(1));
                return pids.Count(IsAlive) == 1;
            },
            "the retirement of two");
        time.Advance(TimeSpan.FromHours(1));

        Assert.Contains(Json(await InvokeAsync(lambda, """{"do":"who"}""")).GetProperty("pid").GetInt32(), pids.Where(IsAlive));
    }

    [Fact]
    public async Task A_function_without_a_bootstrap_is_named_at_the_start()
    {
        File.Delete(Path.Combine(_function.Folder, "bootstrap"));

        FileNotFoundException error = await Assert.ThrowsAsync<FileNotFoundException>(() => StartAsync());

        Assert.Contains("TestFunction has no bootstrap", error.Message);
    }

    private Task<LambdaService> StartAsync(
        FunctionDefinition? function = null, Func<LambdaServiceOptions, LambdaServiceOptions>? change = null)
    {
        LambdaServiceOptions options = new() { Region = "eu-central-1", Logs = _log, Random = new Random(1) };
        return LambdaService.StartAsync([function ?? _function.Definition()], change?.Invoke(options) ?? options, CancellationToken.None);
    }

    private static Task<InvocationResult> InvokeAsync(LambdaService lambda, string payload) =>
        lambda.Function("TestFunction").InvokeAsync(Encoding.UTF8.GetBytes(payload), CancellationToken.None);

    private static string Answer(InvocationResult result) =>
        result is InvocationResult.Success success ? Encoding.UTF8.GetString(success.Payload.Span)
            : throw new InvalidOperationException(result.ToString());

    private static JsonElement Json(InvocationResult result) => JsonDocument.Parse(Answer(result)).RootElement;

    private static InvocationResult.FunctionError Error(InvocationResult result) => Assert.IsType<InvocationResult.FunctionError>(result);

    private static bool IsAlive(int pid) => Process.GetProcesses().Any(process => process.Id == pid);
}
