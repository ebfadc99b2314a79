using System.Globalization;
using System.Text.RegularExpressions;
using Analytics.Core.Wire;
using Analytics.Functions.Metrics;

namespace Analytics.Functions.Runtime;

/// <summary>Settings that the functions read from environment variables, which the template sets.</summary>
/// <param name="OrdersTable">The table of orders, one item each.</param>
/// <param name="AggregatesTable">The table of minute documents, their extent, rollups and quarantine.</param>
/// <param name="OrderStream">The Kinesis stream on which changes are published; null for none.</param>
/// <param name="MetricNamespace">The CloudWatch namespace of the product's metrics.</param>
/// <param name="Lanes">The number of lanes over which new orders are spread; a power of two, 1 to 256.</param>
public sealed partial record FunctionSettings(
    string OrdersTable, string AggregatesTable, string? OrderStream, string MetricNamespace, int Lanes)
{
    /// <summary>The items that have a metric series of their own. Default none.</summary>
    public MetricItems MetricItems { get; init; } = MetricItems.None;

    /// <summary>The dimensions that orders may have. Default channel and country.</summary>
    public OrderDimensions Dimensions { get; init; } = OrderDimensions.Default;

    /// <summary>The IANA time zone of queries that give none. Default UTC.</summary>
    public string TimeZone { get; init; } = "UTC";
    /// <summary>
    /// Whether alerts may tell receivers in private networks and on this machine, also by <c>http</c> on this machine. Default false.
    /// </summary>
    public bool AllowsPrivateWebhooks { get; init; }

    /// <summary>Who may call the API. Default <see cref="ApiAccess.Open"/>; from the environment it must be given.</summary>
    public ApiAccess Access { get; init; } = ApiAccess.Open;

    /// <summary>The claim of a token that holds the customer's id. Default <c>sub</c>.</summary>
    public string CustomerClaim { get; init; } = "sub";

    /// <summary>The table with the prices of callers who may not set them. Default null: all callers set prices themselves.</summary>
    public string? CatalogueTable { get; init; }

    /// <summary>How the page signs in. Default null: it sends requests without a token.</summary>
    public SignInSettings? SignIn { get; init; }

    /// <summary>Reads the settings from environment variables.</summary>
    /// <exception cref="InvalidOperationException">
    /// A variable is missing or out of range; the message has its name, its value and what it must be.
    /// </exception>
    public static FunctionSettings Read(Func<string, string?> variable) => new(
        Checked("ORDERS_TABLE", variable, TableName().IsMatch, TableRule),
        Checked("AGGREGATES_TABLE", variable, TableName().IsMatch, TableRule),
        variable("ORDER_STREAM") is "" ? null : Checked("ORDER_STREAM", variable, StreamName().IsMatch,
            "the name of a Kinesis stream, 1 to 128 of a-z, A-Z, 0-9, _, . and -, or empty for none"),
        Checked("METRIC_NAMESPACE", variable, IsNamespace, "a CloudWatch namespace: 1 to 255 of a-z, A-Z, 0-9, ., -, _, /, # and :, "
            + "beginning neither with : nor with AWS/"),
        int.Parse(
            Checked("LANES", variable, IsLaneCount, $"a power of two from 1 to {Core.Orders.Lanes.Max}"), NumberStyles.None,
            CultureInfo.InvariantCulture))
    {
        MetricItems = Items(variable("METRIC_ITEMS") ?? ""),
        Dimensions = DimensionsOf(variable("DIMENSIONS") ?? ""),
        TimeZone = variable("TIME_ZONE") is { Length: > 0 } zone ? zone : "UTC",
        Access = Enum.Parse<ApiAccess>(
            Checked("ACCESS", variable, text => text is "IAM" or "JWT" or "Open", "IAM, JWT or Open"), ignoreCase: true),
        CatalogueTable = variable("CATALOGUE_TABLE") is { Length: > 0 }
            ? Checked("CATALOGUE_TABLE", variable, TableName().IsMatch, TableRule) : null,
        CustomerClaim = variable("CUSTOMER_CLAIM") is { Length: > 0 } claim ? claim : "sub",
        AllowsPrivateWebhooks = Flag("PRIVATE_WEBHOOKS", variable),
        SignIn = variable("PAGE_CLIENT_ID") is { Length: > 0 } client
            ? new SignInSettings(
                Checked("JWT_ISSUER", variable, IsIssuer, "an https address, or an http address of this machine"), client,
                Checked("PAGE_SCOPES", variable, _ => true, "the scopes that the page asks for, with spaces between"))
            : null,
    };

    private const string TableRule = "the name of a DynamoDB table: 3 to 255 of a-z, A-Z, 0-9, _, . and -";

    private static string Checked(string name, Func<string, string?> variable, Func<string, bool> isValid, string rule) =>
        variable(name) is not { Length: > 0 } value ? throw Wrong(name, rule, "it is not set")
        : !isValid(value) ? throw Wrong(name, rule, $"got '{value}'")
        : value;

    private static bool Flag(string name, Func<string, string?> variable) => variable(name) switch
    {
        null or "" or "false" => false,
        "true" => true,
        var other => throw Wrong(name, "true or false", $"got '{other}'"),
    };

    private static InvalidOperationException Wrong(string name, string rule, string found) =>
        new($"The environment variable {name} must be {rule}; {found}.");

    private static bool IsLaneCount(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && Core.Orders.Lanes.IsCount(count);

    private static bool IsIssuer(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));

    private static bool IsNamespace(string text) =>
        MetricNamespaceName().IsMatch(text) && !text.StartsWith("AWS/", StringComparison.Ordinal);

    private static OrderDimensions DimensionsOf(string text)
    {
        try
        {
            return OrderDimensions.Parse(text);
        }
        catch (FormatException wrong)
        {
            throw new InvalidOperationException(
                $"The environment variable DIMENSIONS must be a list of at most two names, separated by commas; got '{text}': "
                    + wrong.Message,
                wrong);
        }
    }

    private static MetricItems Items(string text)
    {
        try
        {
            return MetricItems.Parse(text);
        }
        catch (FormatException wrong)
        {
            throw new InvalidOperationException(
                $"The environment variable METRIC_ITEMS must be a list of at most {MetricItems.MaxCount} SKUs, separated by commas; "
                    + $"got '{text}': {wrong.Message}",
                wrong);
        }
    }

    // DynamoDB developer guide, "Naming rules"; Kinesis API reference, CreateStream; CloudWatch API reference, PutMetricData.
    [GeneratedRegex("^[a-zA-Z0-9_.-]{3,255}$", RegexOptions.CultureInvariant)]
    private static partial Regex TableName();

    [GeneratedRegex("^[a-zA-Z0-9_.-]{1,128}$", RegexOptions.CultureInvariant)]
    private static partial Regex StreamName();

    [GeneratedRegex("^[a-zA-Z0-9.\\-_/#][a-zA-Z0-9.\\-_/#:]{0,254}$", RegexOptions.CultureInvariant)]
    private static partial Regex MetricNamespaceName();
}
