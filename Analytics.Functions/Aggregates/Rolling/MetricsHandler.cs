using System.Globalization;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Functions.Http;

namespace Analytics.Functions.Aggregates;

/// <summary>Handles requests of a Prometheus server for totals of rolling windows.</summary>
public sealed class MetricsHandler(RollingTotals rolling, TimeProvider time)
{
    /// <summary>The query parameters.</summary>
    internal static readonly string[] Parameters = ["tz"];

    private const string Prefix = "order_analytics_";

    public async Task<APIGatewayHttpApiV2ProxyResponse> MetricsAsync(
        APIGatewayHttpApiV2ProxyRequest request, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        QueryParameters.Check(request, Parameters, errors);
        var calendar = SpanParameters.CalendarOf(new QueryText(request.QueryStringParameters ?? new Dictionary<string, string>(), errors));
        return errors.Any
            ? AggregatesHandler.Refuse(errors)
            : ApiResponse.Ok(
                PrometheusText.ContentType,
                Text(await rolling.ReadAsync(time.GetUtcNow(), calendar, SliceFilter.All, cancellationToken)));
    }

    private static string Text(RollingReading reading)
    {
        var text = new PrometheusText();
        Count("orders", "Orders placed in the window and not cancelled.", totals => totals.Orders);
        Count("cancelled", "Cancelled orders that were placed in the window.", totals => totals.Cancelled);
        Count("units", "Units in orders placed in the window.", totals => totals.Units);
        text.Gauge($"{Prefix}revenue", "Revenue of orders placed in the window, in major units of the currency.");
        foreach (var (window, _, totals) in reading.Windows)
        {
            foreach (var (currency, minor) in totals.Revenue.Sums)
            {
                text.Sample(
                    $"{Prefix}revenue", MinorUnits.Format(minor, currency.Exponent), ("window", window), ("currency", currency.Code));
            }
        }

        Moment("as_of_timestamp_seconds", "When these numbers were read.", reading.AsOf);
        if (reading.LatestCommit is { } commit)
        {
            Moment("latest_commit_timestamp_seconds", "When the newest change in these numbers was counted.", commit);
        }

        return text.ToString();

        void Count(string name, string help, Func<Totals, long> value)
        {
            text.Gauge($"{Prefix}{name}", help);
            foreach (var (window, _, totals) in reading.Windows)
            {
                text.Sample($"{Prefix}{name}", value(totals).ToString(CultureInfo.InvariantCulture), ("window", window));
            }
        }

        void Moment(string name, string help, DateTimeOffset at)
        {
            text.Gauge($"{Prefix}{name}", help);
            text.Sample($"{Prefix}{name}", PrometheusText.Seconds(at));
        }
    }
}
