using System.IO.Pipelines;
using System.Text;
using Analytics.Local.Lambda;
using Xunit;

namespace Analytics.Tests.Local.Lambda;

/// <summary>Responses that a function streams to its Runtime API.</summary>
public sealed class StreamedInvocationTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly NodeFunction _function = new();

    public void Dispose() => _function.Dispose();

    [Fact]
    public async Task A_response_is_read_while_it_is_written()
    {
        await using LambdaService lambda = await StartAsync();

        StreamedBody body = await StreamAsync(lambda, """{"do":"stream","ends":true}""");
        using StreamReader reader = new(body.Reader.AsStream());

        Assert.Equal("one two", await reader.ReadToEndAsync().WaitAsync(Limit));
        await body.Ended.WaitAsync(Limit);
        Assert.Equal("202", await StatusAsync(lambda));
    }

    [Fact]
    public async Task A_function_whose_response_is_abandoned_learns_it_and_takes_the_next_event()
    {
        await using LambdaService lambda = await StartAsync();

        StreamedBody body = await StreamAsync(lambda, """{"do":"stream"}""");
        ReadResult read = await body.Reader.ReadAsync().AsTask().WaitAsync(Limit);
        Assert.Equal("one ", Encoding.UTF8.GetString(read.Buffer));
        body.Abandon();

        await body.Ended.WaitAsync(Limit);
        Assert.Equal("410", await StatusAsync(lambda));
    }

    private Task<LambdaService> StartAsync() => LambdaService.StartAsync(
        [_function.Definition()],
        new LambdaServiceOptions
        {
            Region = "eu-central-1", Logs = new RecordingLog(), Random = new Random(1), MaxEnvironmentsPerFunction = 1,
        },
        CancellationToken.None);

    private static async Task<StreamedBody> StreamAsync(LambdaService lambda, string payload) =>
        Assert.IsType<InvocationResult.Streamed>(await InvokeAsync(lambda, payload)).Body;

    // What the function learned about its last stream.
    private static async Task<string> StatusAsync(LambdaService lambda) => Encoding.UTF8.GetString(
        Assert.IsType<InvocationResult.Success>(await InvokeAsync(lambda, """{"do":"streamed"}""")).Payload.Span);

    private static Task<InvocationResult> InvokeAsync(LambdaService lambda, string payload) =>
        lambda.Function("TestFunction").InvokeAsync(Encoding.UTF8.GetBytes(payload), CancellationToken.None).WaitAsync(Limit);
}
