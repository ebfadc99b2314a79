using System.Buffers;
using System.Text;
using System.Text.Json;
using Analytics.Local.EventSources.Mappings;

namespace Analytics.Local.Resources;

/// <summary>Queues as files: each message is appended as a JSON line, <c>{"sentAt", "body"}</c>.</summary>
/// <remarks>There is no local SQS and no receiver. To see the messages about discarded batches, read the file.</remarks>
internal sealed class QueueFiles(string directory, TimeProvider timeProvider) : IFailureDestination, IDisposable
{
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    private readonly SemaphoreSlim _writing = new(1);

    /// <summary>The path of a queue's file, which exists once a message has been sent.</summary>
    public string FileOf(string queueName) => Path.Combine(directory, $"{queueName}.jsonl");

    /// <summary>Appends a message.</summary>
    /// <param name="destinationArn">The queue's ARN; the part after the last colon is its name.</param>
    /// <param name="message">UTF-8 text.</param>
    /// <param name="cancellationToken">Cancels before the message is written, never during the write.</param>
    public async Task SendAsync(string destinationArn, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        var name = destinationArn[(destinationArn.LastIndexOf(':') + 1)..];
        if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(NameCharacters))
        {
            throw new ArgumentException($"'{destinationArn}' is not the ARN of a queue.", nameof(destinationArn));
        }

        var line = Line(Encoding.UTF8.GetString(message.Span), timeProvider.GetUtcNow());
        await _writing.WaitAsync(cancellationToken);
        try
        {
            Directory.CreateDirectory(directory);
            await using var file = new FileStream(FileOf(name), FileMode.Append, FileAccess.Write, FileShare.Read);
            await file.WriteAsync(line, CancellationToken.None);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Number of messages in a queue.</summary>
    public async Task<long> CountAsync(string queueName, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            return File.Exists(FileOf(queueName)) ? File.ReadLines(FileOf(queueName)).LongCount() : 0;
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose() => _writing.Dispose();

    private static byte[] Line(string messageBody, DateTimeOffset sentAt)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("sentAt", sentAt);
            writer.WriteString("body", messageBody);
            writer.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }
}
