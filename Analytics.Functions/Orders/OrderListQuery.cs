using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Orders;
using Analytics.Core.Wire;
using Analytics.Functions.Callers;
using Analytics.Functions.Http;
using Analytics.Storage;

namespace Analytics.Functions.Orders;

/// <summary>Parses and validates the query string of a request for a list of orders.</summary>
internal sealed class OrderListQuery
{
    private const string Customer = "customerId";
    private const string TimeRule = "must be a time in RFC 3339, as 2026-11-23T10:05:12Z";

    // No order is older.
    private static readonly DateTimeOffset Beginning = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly IDictionary<string, string> _parameters;
    private readonly DateTimeOffset _now;
    private readonly OrderDimensions _dimensions;
    private readonly string[] _listParameters;
    private readonly string? _customerId;
    private readonly bool _knowsCustomers;

    /// <summary>Takes the query of a request and reports unknown parameters in <see cref="Errors"/>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="dimensions">The dimensions of orders; each is a parameter.</param>
    /// <param name="caller">Who sent it. A customer lists only orders of their own.</param>
    /// <param name="now">When the request arrived.</param>
    public OrderListQuery(APIGatewayHttpApiV2ProxyRequest request, OrderDimensions dimensions, Caller caller, DateTimeOffset now)
    {
        _dimensions = dimensions;
        _listParameters = [Customer, "from", "to", "status", "limit", "cursor", .. dimensions.Names];
        _parameters = request.QueryStringParameters ?? new Dictionary<string, string>();
        _now = now;
        QueryParameters.Check(request, ["reference", .. _listParameters], Errors);
        _knowsCustomers = caller.KnowsCustomers;
        if (caller.CustomerId is { } own)
        {
            OtherCustomer = Parameter(Customer) is { } named && OrderRules.NormalizeName(named) != own ? named : null;
            // A customer's own list is the same with and without the id, and so are its cursors.
            _parameters = new Dictionary<string, string>(_parameters);
            _parameters.Remove(Customer);
            _customerId = own;
        }
    }

    /// <summary>The customer whose orders a customer asks for who is another; null if there is none.</summary>
    public string? OtherCustomer { get; }

    /// <summary>Validation errors, by parameter.</summary>
    public FieldErrors Errors { get; } = new();

    /// <summary>The customer whose <see cref="Reference"/> it is; null if it is the caller's.</summary>
    public string? ReferenceOf { get; private set; }

    /// <summary>The reference of the single order requested; null when a list is requested.</summary>
    public string? Reference()
    {
        if (Parameter("reference") is not { } reference)
        {
            return null;
        }

        foreach (var other in _listParameters.Where(other => Parameter(other) is not null))
        {
            if (other == Customer && _knowsCustomers)
            {
                ReferenceOf = Name(Customer, Parameter(Customer)!);
            }
            else
            {
                Errors.Add(other, "cannot be given together with reference");
            }
        }

        return Name("reference", reference);
    }

    /// <summary>The requested page.</summary>
    public OrderList List()
    {
        var to = Time("to") ?? _now + OrderRules.MaxClockAhead;
        var customer = _customerId ?? (Parameter(Customer) is { } name ? Name(Customer, name) : null);
        var end = Earlier(to, _now + OrderRules.MaxAhead);
        var from = Time("from") ?? (customer is null && end - Beginning > OrderRules.MaxAge ? end - OrderRules.MaxAge : Beginning);
        Errors.Require(from < to, "to", "must be after from");
        var list = new OrderList(Later(from, Beginning), end, PageLimit.Parse(Parameter("limit"), Errors))
        {
            CustomerId = customer, Status = Status(), Dimensions = Dimensions(),
        };
        return list with { After = After() };
    }

    /// <summary>The cursor of the page that follows one.</summary>
    public string CursorAfter(OrderPosition end) => OrderCursor.Write(end, Described());

    private OrderPosition? After()
    {
        if (Parameter("cursor") is not { } cursor)
        {
            return null;
        }

        Errors.Require(OrderCursor.TryRead(cursor, Described(), out var end), "cursor",
            "must be the cursor of an answer to the same request; repeat its other parameters, except for limit");
        return end;
    }

    // The page's size may change from page to page.
    private string Described() =>
        string.Join('\n', _listParameters.Except(["limit", "cursor"]).Select(name => $"{name}={Parameter(name)}"));

    private List<KeyValuePair<string, string?>> Dimensions()
    {
        var wanted = new List<KeyValuePair<string, string?>>();
        foreach (var name in _dimensions.Names)
        {
            if (Parameter(name) is { } text)
            {
                var value = text.ToLowerInvariant();
                Errors.Require(
                    Slice.IsValue(value), name,
                    $"must be a value of {name}, or {OrderDimensions.Without} for orders without one; got '{text}'");
                wanted.Add(KeyValuePair.Create(name, value == OrderDimensions.Without ? null : value));
            }
        }

        return wanted;
    }

    private OrderStatus? Status()
    {
        if (Parameter("status") is not { } text)
        {
            return null;
        }

        Errors.Require(OrderStatusNames.TryParse(text, out var status), "status", $"must be PLACED or CANCELLED; got '{text}'");
        return status;
    }

    private DateTimeOffset? Time(string parameter)
    {
        if (Parameter(parameter) is not { } text)
        {
            return null;
        }

        var isTime = Timestamps.TryParseAny(text, out var time);
        Errors.Require(isTime, parameter, text.Contains(' ', StringComparison.Ordinal)
            // In a query string, a plus sign decodes to a space (WHATWG URL Standard, application/x-www-form-urlencoded).
            ? $"{TimeRule}; got '{text}': write the + of its offset as %2B"
            : $"{TimeRule}; got '{text}'");
        return isTime ? time : null;
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private string Name(string parameter, string text)
    {
        var name = OrderRules.NormalizeName(text);
        Errors.Require(OrderRules.IsName(name), parameter, $"must be 1 to {OrderRules.MaxNameLength} printable characters");
        return name;
    }

    private string? Parameter(string name) => _parameters.TryGetValue(name, out var value) ? value : null;
}
