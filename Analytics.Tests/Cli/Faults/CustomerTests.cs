using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Analytics.Cli.Demo;
using Analytics.Cli.Faults;
using Analytics.Core.Orders;
using Analytics.Core.Wire;
using Xunit;

namespace Analytics.Tests.Cli.Faults;

public class CustomerTests
{
    private const string Key = "order-1";

    private static readonly ShopOrder Tea = new("c-1", "USD", [new BasketLine("tea", 2, 4.50m)]);
    private static readonly Order Placed = Support.Some.Order(lines: new OrderLine("tea", 2, 450) { Name = "tea" }) with
    {
        Id = OrderId.FromIdempotencyKey(Key), ChangeIds = [], Slice = Support.Some.Slice("web", "us"),
    };

    private static readonly Order Cancelled = Placed.Cancel(ChangeId.None, Placed.PlacedAt.AddSeconds(1)) with { ChangeIds = [] };

    private readonly ExpectedOrders _books = new();

    [Fact]
    public async Task An_unanswered_request_is_repeated_with_the_same_key_and_entered_once()
    {
        var requests = await OrderAsync(Wish(), null, new HttpResponseMessage(HttpStatusCode.ServiceUnavailable), Shown(Placed));

        Assert.Equal([$"/orders {Key}", $"/orders {Key}", $"/orders {Key}"], requests);
        Assert.Equal([new(Tea, Placed)], _books.Entries.Values);
        Assert.Equal((1, 2, 0), (_books.Sent, _books.Retries, _books.Contradictions.Count));
    }

    [Fact]
    public async Task A_replay_goes_out_with_the_same_key_and_a_cancellation_is_entered()
    {
        var requests = await OrderAsync(Wish(replay: true, cancel: true), Shown(Placed), Shown(Placed), Shown(Cancelled));

        Assert.Equal([$"/orders {Key}", $"/orders {Key}", $"/orders/{Placed.Id}/cancel "], requests);
        Assert.Equal([new(Tea, Cancelled)], _books.Entries.Values);
        Assert.Equal((1, 1, 0), (_books.Replays, _books.Cancelled, _books.Contradictions.Count));
    }

    public static TheoryData<Order> OtherOrders => new(
        Placed with { Lines = [new OrderLine("tea", 3, 450) { Name = "tea" }] }, Placed with { Lines = [new OrderLine("tea", 2, 450)] },
        Placed with { Slice = Support.Some.Slice("other", "us") },
        Placed with { Slice = Slice.None });

    [Theory]
    [MemberData(nameof(OtherOrders))]
    public async Task An_order_that_is_answered_otherwise_than_asked_for_contradicts(Order answered)
    {
        await OrderAsync(Wish(), Shown(answered));

        Assert.Empty(_books.Entries);
        Assert.Contains("otherwise than asked for", Assert.Single(_books.Contradictions), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replay_that_is_another_order_contradicts()
    {
        await OrderAsync(Wish(replay: true), Shown(Placed), Shown(Placed with { PlacedAt = Placed.PlacedAt.AddSeconds(1) }));

        Assert.Contains("the replay", Assert.Single(_books.Contradictions), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_contradicts()
    {
        await OrderAsync(Wish(), new HttpResponseMessage(HttpStatusCode.UnprocessableEntity) { Content = new StringContent("no") });

        Assert.Contains("refused: 422", Assert.Single(_books.Contradictions), StringComparison.Ordinal);
    }

    private static ShopEvent.Placement Wish(bool replay = false, bool cancel = false) =>
        new(TimeSpan.Zero, 1, Tea, replay ? TimeSpan.Zero : null, cancel ? TimeSpan.Zero : null);

    private async Task<IReadOnlyCollection<string>> OrderAsync(ShopEvent.Placement wish, params HttpResponseMessage?[] answers)
    {
        using var script = new Script(answers);
        using var http = new HttpClient(script) { BaseAddress = CurrentAddress.Placeholder };
        await new Customer(new ShopApi(http), _books, TimeProvider.System).OrderAsync(wish, Key, CancellationToken.None);
        return script.Requests;
    }

    private static HttpResponseMessage Shown(Order order)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            OrderWriter.WriteAnswer(json, order);
        }

        return new HttpResponseMessage(HttpStatusCode.OK) { Content =
            new ByteArrayContent(buffer.ToArray()) { Headers = { ContentType = new("application/json") } } };
    }

    /// <summary>Gives these answers in their order; null breaks the connection.</summary>
    private sealed class Script(IEnumerable<HttpResponseMessage?> answers) : HttpMessageHandler
    {
        private readonly Queue<HttpResponseMessage?> _answers = new(answers);

        public ConcurrentQueue<string> Requests { get; } = new();

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var key = request.Headers.TryGetValues("Idempotency-Key", out var keys) ? keys.Single() : "";
            Requests.Enqueue($"{request.RequestUri!.AbsolutePath} {key}");
            return Task.FromResult(_answers.Dequeue() ?? throw new HttpRequestException("connection reset"));
        }
    }
}
