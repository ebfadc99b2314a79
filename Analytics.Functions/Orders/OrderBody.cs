using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Orders;
using Analytics.Core.Wire;
using Analytics.Functions.Callers;
using Analytics.Functions.Http;

namespace Analytics.Functions.Orders;

/// <summary>The JSON body of a request that places, amends or refunds an order.</summary>
internal sealed class OrderBody : IDisposable
{
    private readonly JsonDocument _json;

    private OrderBody(JsonDocument json) => _json = json;

    /// <summary>Reads the body of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="body">The body; well-formed JSON.</param>
    /// <param name="refusal">The error response (400, 413 or 415) if it cannot be read.</param>
    public static bool TryRead(
        APIGatewayHttpApiV2ProxyRequest request,
        [NotNullWhen(true)] out OrderBody? body,
        [NotNullWhen(false)] out APIGatewayHttpApiV2ProxyResponse? refusal)
    {
        body = null;
        if (!JsonDocumentBody.TryRead(request, OrderRules.MaxBodyBytes, out var json, out refusal))
        {
            return false;
        }

        body = new OrderBody(json);
        return true;
    }

    /// <summary>Reads the terms of a new order. An order of a customer is that customer's, whether or not the body says so.</summary>
    /// <param name="dimensions">The dimensions that the order may have.</param>
    /// <param name="caller">Who places it.</param>
    /// <param name="prices">The prices that it gets; null if it brings its own.</param>
    /// <param name="now">The current time.</param>
    /// <param name="terms">The terms.</param>
    /// <param name="refusal">403 if the order is another customer's; 400, with the rules that the order breaks.</param>
    public bool TryReadTerms(
        OrderDimensions dimensions,
        Caller caller,
        PriceList? prices,
        DateTimeOffset now,
        [NotNullWhen(true)] out OrderTerms? terms,
        [NotNullWhen(false)] out APIGatewayHttpApiV2ProxyResponse? refusal)
    {
        string? other = null;
        var isRead = TryRead(
            errors =>
            {
                var document = OrderRequestReader.Read(_json.RootElement, dimensions, errors);
                if (caller.CustomerId is { } own)
                {
                    other = document.CustomerId is { } named && OrderRules.NormalizeName(named) != own ? named : null;
                    document = document with { CustomerId = own };
                }

                return (prices?.Price(document, document.Currency, errors) ?? document).CheckNewTerms(errors, now);
            },
            out terms, out refusal);
        if (other is not null)
        {
            (isRead, terms, refusal) = (false, null, OrderAnswers.OtherCustomer(caller.CustomerId!, other));
        }

        return isRead;
    }

    /// <summary>Reads the lines of an amendment.</summary>
    /// <param name="currency">The currency of the order.</param>
    /// <param name="prices">The prices that they get; null if they bring their own.</param>
    /// <param name="lines">The lines.</param>
    /// <param name="refusal">400, with the rules that the lines break.</param>
    public bool TryReadLines(
        Currency currency,
        PriceList? prices,
        [NotNullWhen(true)] out IReadOnlyList<OrderLine>? lines,
        [NotNullWhen(false)] out APIGatewayHttpApiV2ProxyResponse? refusal) =>
        TryRead(
            errors =>
            {
                var document = OrderRequestReader.ReadAmendment(_json.RootElement, OrderDimensions.Default, errors);
                return (prices?.Price(document, currency.Code, errors) ?? document).CheckNewLines(currency, errors);
            },
            out lines, out refusal);

    /// <summary>The SKUs of the lines, normalised, each once, of at most as many lines as an order may have. Not validated.</summary>
    public IReadOnlyCollection<string> Skus() =>
        _json.RootElement.ValueKind == JsonValueKind.Object && _json.RootElement.TryGetProperty("lines", out var lines)
            && lines.ValueKind == JsonValueKind.Array
            ? [.. lines.EnumerateArray().Take(OrderRules.MaxLines).Select(SkuOf).OfType<string>().Select(OrderRules.NormalizeName)
                .Where(sku => OrderRules.IsName(sku)).Distinct()]
            : [];

    /// <summary>Reads a refund.</summary>
    /// <param name="order">The order to refund.</param>
    /// <param name="refund">What the refund does to the order.</param>
    /// <param name="refusal">400, with the rules that the refund breaks.</param>
    public bool TryReadRefund(
        Order order,
        [NotNullWhen(true)] out OrderRefund? refund,
        [NotNullWhen(false)] out APIGatewayHttpApiV2ProxyResponse? refusal) =>
        TryRead(
            errors =>
            {
                var request = RefundRequest.Read(_json.RootElement, errors);
                var lines = request.Apply(order, errors, out var conflict);
                return errors.Any ? null : new OrderRefund(lines, conflict);
            },
            out refund, out refusal);

    /// <summary>The body in canonical form; bodies that mean the same have the same.</summary>
    public string Canonical
    {
        get
        {
            try
            {
                return CanonicalJson.Of(_json.RootElement);
            }
            catch (InvalidOperationException)
            {
                // Half a surrogate pair: the request will be refused.
                return _json.RootElement.GetRawText();
            }
        }
    }

    public void Dispose() => _json.Dispose();

    private static string? SkuOf(JsonElement line)
    {
        try
        {
            return line.ValueKind == JsonValueKind.Object && line.TryGetProperty("sku", out var sku)
                && sku.ValueKind == JsonValueKind.String ? sku.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair: the request will be refused.
            return null;
        }
    }

    private static bool TryRead<T>(
        Func<FieldErrors, T?> read,
        [NotNullWhen(true)] out T? value,
        [NotNullWhen(false)] out APIGatewayHttpApiV2ProxyResponse? refusal)
        where T : class
    {
        try
        {
            var errors = new FieldErrors();
            value = read(errors);
            refusal = value is null ? ApiResponse.Problem(400, "The request is invalid; `errors` lists the fields.", errors.List) : null;
        }
        catch (JsonException malformed)
        {
            (value, refusal) = (null, JsonDocumentBody.Malformed(malformed));
        }

        return value is not null;
    }
}
