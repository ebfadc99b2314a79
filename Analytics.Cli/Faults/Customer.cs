using System.Diagnostics;
using System.Text.Json;
using Analytics.Cli.Demo;
using Analytics.Core.Orders;
using Analytics.Core.Wire;

namespace Analytics.Cli.Faults;

/// <summary>A customer: places an order, retries with the same key until there is a response, and may repeat or cancel the order.</summary>
internal sealed class Customer(ShopApi api, ExpectedOrders books, TimeProvider time)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(3);

    // Divisor of the shop's delays: its customers take up to 20 seconds to cancel.
    private const int Hurry = 4;

    /// <summary>Plays the life of one order.</summary>
    /// <param name="wish">The order, and whether it is repeated and cancelled.</param>
    /// <param name="key">The idempotency key, which determines the order's id.</param>
    /// <param name="cancellationToken">Stops the customer.</param>
    /// <exception cref="FaultsException">There was no response for three minutes.</exception>
    public async Task OrderAsync(ShopEvent.Placement wish, string key, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.Serialize(wish.Body, JsonSerializerOptions.Web);
        books.Send();
        if (await AskAsync(() => api.PlaceAsync<JsonElement>(body, key, cancellationToken), key, cancellationToken) is not { } placed
            || !Agree(
                key, Terms(body).Place(OrderId.FromIdempotencyKey(key), ChangeId.None, 0, placed.PlacedAt) with { ChangeIds = [] }, placed))
        {
            return;
        }

        books.Enter(wish.Body, placed);
        if (wish.ReplayAfter is { } replayAfter)
        {
            await Task.Delay(replayAfter / Hurry, time, cancellationToken);
            var again = await AskAsync(() => api.PlaceAsync<JsonElement>(body, key, cancellationToken), key, cancellationToken);
            books.Replay();
            Agree($"the replay of {key}", placed, again);
        }

        if (wish.CancelAfter is { } cancelAfter)
        {
            await Task.Delay(cancelAfter / Hurry, time, cancellationToken);
            var cancelled = await AskAsync(() => api.CancelAsync<JsonElement>($"{placed.Id}", cancellationToken), key, cancellationToken);
            if (cancelled is not null
                && Agree(
                $"the cancellation of {key}", placed.Cancel(ChangeId.None, cancelled.UpdatedAt) with { ChangeIds = [] }, cancelled))
            {
                books.Enter(wish.Body, cancelled);
            }
        }
    }

    /// <summary>
    /// Retries a request until the API responds with an order; null if the API rejects the request, which is a contradiction.
    /// </summary>
    private async Task<Order?> AskAsync(Func<Task<ApiAnswer<JsonElement>>> request, string key, CancellationToken cancellationToken)
    {
        var wait = FirstWait;
        for (var start = time.GetTimestamp(); ;)
        {
            switch (await request())
            {
                case ApiAnswer<JsonElement>.Ok(var json):
                    var errors = new FieldErrors();
                    var order = Read(json, errors).Check(errors);
                    if (order is null)
                    {
                        books.Contradict($"{key}: the answer is not an order: {errors}");
                    }

                    return order;
                case ApiAnswer<JsonElement>.Refused refused:
                    books.Contradict($"{key} was refused: {refused.Status} {refused.Detail}");
                    return null;
                case ApiAnswer<JsonElement>.Unavailable unavailable when time.GetElapsedTime(start) > MaxWait:
                    throw new FaultsException($"{key} had no answer for {MaxWait.TotalMinutes:0} minutes: {unavailable.Reason}");
                case ApiAnswer<JsonElement>.Unavailable:
                    books.Retry();
                    await Task.Delay(wait, time, cancellationToken);
                    wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
                    break;
                case var other:
                    throw new UnreachableException($"Answer {other} is not known.");
            }
        }
    }

    private bool Agree(string what, Order expected, Order? answered)
    {
        if (answered is not null && answered != expected)
        {
            books.Contradict($"{what} was answered otherwise than asked for: {answered}, not {expected}");
        }

        return answered == expected;
    }

    private static OrderTerms Terms(string body)
    {
        using var json = JsonDocument.Parse(body);
        var errors = new FieldErrors();
        return Read(json.RootElement, errors).CheckTerms(errors) is { } terms
            ? terms with { Slice = Slice.Of(Dimensions(json.RootElement)) }
            : throw new UnreachableException($"The shop's customers keep to the rules: {errors}");
    }

    // What a record of a stream has in another form, or not at all: dimensions, and the names of items.
    private static OrderDocument Read(JsonElement json, FieldErrors errors)
    {
        var order = OrderReader.Read(json, errors);
        return order with
        {
            Dimensions = Dimensions(json),
            Lines = order.Lines?.Zip(
                json.GetProperty("lines").EnumerateArray(),
                (line, text) => line with { Name = text.TryGetProperty("name", out var name) ? name.GetString() : null }).ToList(),
        };
    }

    // The API takes and gives dimensions as members of the order.
    private static List<KeyValuePair<string, string?>> Dimensions(JsonElement order) =>
    [
        .. OrderDimensions.Default.Names.Where(name => order.TryGetProperty(name, out _))
            .Select(name => KeyValuePair.Create(name, order.GetProperty(name).GetString())),
    ];
}
