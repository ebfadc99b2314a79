using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using Amazon.Runtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Analytics.Tests.Standins.Aws;

/// <summary>An HTTP server on loopback that keeps each request and answers with what was prepared, in order.</summary>
public sealed class RecordingService : IAsyncLifetime
{
    private readonly ConcurrentQueue<Reply> _replies = new();
    private readonly ConcurrentQueue<RecordedRequest> _requests = new();
    private readonly WebApplication _server;

    public RecordingService()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(AnswerAsync);
    }

    public static AWSCredentials Credentials { get; } = new BasicAWSCredentials("key", "secret");

    public string Url => _server.Urls.Single();

    public IReadOnlyList<RecordedRequest> Requests => [.. _requests];

    public RecordedRequest Request => Assert.Single(_requests);

    public void Prepare(string body, int status = 200, params (string Name, string Value)[] headers) =>
        _replies.Enqueue(new Reply(status, body, headers));

    /// <summary>Points a client's configuration here.</summary>
    public T Configure<T>(T config)
        where T : ClientConfig
    {
        config.ServiceURL = Url;
        config.AuthenticationRegion = "eu-west-1";
        config.MaxErrorRetry = 0;
        return config;
    }

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        _requests.Enqueue(new RecordedRequest(
            $"{context.Request.Method} {context.Request.Path}",
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray()));

        var reply = _replies.TryDequeue(out var prepared)
            ? prepared
            : new Reply(400, """{"__type":"UnpreparedCall","message":"The test prepared no answer to this call."}""", []);
        context.Response.StatusCode = reply.Status;
        context.Response.Headers["x-amzn-RequestId"] = "request-1";
        foreach (var (name, value) in reply.Headers)
            context.Response.Headers[name] = value;
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(reply.Body));
    }

    private sealed record Reply(int Status, string Body, (string Name, string Value)[] Headers);
}

public sealed record RecordedRequest(string Line, IReadOnlyDictionary<string, string> Headers, byte[] Content)
{
    public string Target => Headers["X-Amz-Target"];

    /// <summary>The text as the service understands it: inflated, if it came in gzip.</summary>
    public string Body
    {
        get
        {
            if (!Headers.TryGetValue("Content-Encoding", out var encoding))
                return Encoding.UTF8.GetString(Content);
            Assert.Equal("gzip", encoding);
            using var inflated = new StreamReader(new GZipStream(new MemoryStream(Content), CompressionMode.Decompress));
            return inflated.ReadToEnd();
        }
    }
}
