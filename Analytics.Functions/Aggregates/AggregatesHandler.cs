using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Orders;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Functions.Http;

namespace Analytics.Functions.Aggregates;

/// <summary>Answers totals, series and items for a range of minutes.</summary>
internal sealed class AggregatesHandler(AggregateReader reader, TimeProvider time)
{
    // An answer of a function may have 6 MB (AWS Lambda quotas), and its quotes are escaped on the way.
    private const int AnswerLengthMax = 4_500_000;

    // 31 days by minute.
    private const int PointsMax = 44_640;

    public async Task<APIGatewayHttpApiV2ProxyResponse> TotalsAsync(
        APIGatewayHttpApiV2ProxyRequest request, Action<string> log, CancellationToken cancellationToken)
    {
        var query = new AggregateQuery(request, time.GetUtcNow());
        var range = query.Range();
        if (query.Errors.Any)
        {
            return Refuse(query.Errors);
        }

        var (tally, latest) = await SumAsync(range, withItems: false, log, cancellationToken);
        return Answer.Ok(json =>
        {
            json.WriteStartObject();
            AggregateWriter.WriteHead(json, range, query.Now, latest);
            AggregateWriter.WriteTotals(json, tally.Totals);
            json.WriteEndObject();
        });
    }

    public async Task<APIGatewayHttpApiV2ProxyResponse> SeriesAsync(
        APIGatewayHttpApiV2ProxyRequest request, Action<string> log, CancellationToken cancellationToken)
    {
        var query = new AggregateQuery(request, time.GetUtcNow());
        var (range, step) = (query.Range(), query.Step());
        if (step.Minutes > 0)
        {
            query.Errors.Require(range.Minutes / step.Minutes <= PointsMax, "#/step", $"must be larger: a series has at most {PointsMax:N0} points");
        }

        if (query.Errors.Any)
        {
            return Refuse(query.Errors);
        }

        var reading = await reader.ReadAsync(range, Steps.Of(step), withItems: false, log, cancellationToken);
        var nothing = new Totals();
        var answer = Answer.Ok(json =>
        {
            json.WriteStartObject();
            AggregateWriter.WriteHead(json, range, query.Now, reading.LatestCommit);
            json.WriteNumber("stepMinutes", step.Minutes);
            json.WriteStartArray("points");
            foreach (var at in step.Over(range))
            {
                json.WriteStartObject();
                json.WriteString("at", at.ToString());
                AggregateWriter.WriteTotals(json, reading.Steps.GetValueOrDefault(at)?.Totals ?? nothing);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
        if (answer.Body.Length <= AnswerLengthMax)
        {
            return answer;
        }

        query.Errors.Add("#/step", "must be larger for a window of this length: the answer would be too long");
        return Refuse(query.Errors);
    }

    public async Task<APIGatewayHttpApiV2ProxyResponse> ItemsAsync(
        APIGatewayHttpApiV2ProxyRequest request, Action<string> log, CancellationToken cancellationToken)
    {
        var query = new AggregateQuery(request, time.GetUtcNow());
        var (range, top, by, currency) = (query.Range(), query.Top(), query.By(), query.Currency());
        if (query.Errors.Any)
        {
            return Refuse(query.Errors);
        }

        var (tally, latest) = await SumAsync(range, withItems: true, log, cancellationToken);
        var rankedIn = currency;
        if (by == "revenue" && currency is null)
        {
            var currencies = ItemRanking.CurrenciesOf(tally.Items);
            if (currencies.Count > 1)
            {
                query.Errors.Add("#/currency", $"must be given to rank by revenue, which came in {string.Join(", ", currencies)}");
                return Refuse(query.Errors);
            }

            rankedIn = currencies.Count == 1 ? currencies[0] : null;
        }

        return Answer.Ok(json =>
        {
            json.WriteStartObject();
            AggregateWriter.WriteHead(json, range, query.Now, latest);
            json.WriteString("by", by);
            json.WriteStartArray("items");
            foreach (var (sku, item) in ItemRanking.Top(tally.Items, top, by, rankedIn))
            {
                AggregateWriter.WriteItem(json, sku, item, only: currency);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    public async Task<APIGatewayHttpApiV2ProxyResponse> ItemAsync(
        APIGatewayHttpApiV2ProxyRequest request, Action<string> log, CancellationToken cancellationToken)
    {
        var query = new AggregateQuery(request, time.GetUtcNow());
        var range = query.Range();
        var sku = request.PathParameter("sku");
        query.Errors.Require(OrderRules.IsName(sku), "#/sku", $"must be 1 to {OrderRules.NameLengthMax} printable characters");
        if (query.Errors.Any)
        {
            return Refuse(query.Errors);
        }

        var (tally, latest) = await SumAsync(range, withItems: true, log, cancellationToken);
        return Answer.Ok(json =>
        {
            json.WriteStartObject();
            AggregateWriter.WriteHead(json, range, query.Now, latest);
            AggregateWriter.WriteItemProperties(json, sku, tally.Items.GetValueOrDefault(sku) ?? new ItemTally(), only: null);
            json.WriteEndObject();
        });
    }

    private async Task<(Tally Tally, DateTimeOffset? LatestCommit)> SumAsync(
        MinuteRange range, bool withItems, Action<string> log, CancellationToken cancellationToken)
    {
        var reading = await reader.ReadAsync(range, Steps.Whole(range), withItems, log, cancellationToken);
        return (reading.Steps.GetValueOrDefault(range.From) ?? new Tally(), reading.LatestCommit);
    }

    private static APIGatewayHttpApiV2ProxyResponse Refuse(FieldErrors errors) =>
        Answer.Problem(400, "Invalid query", "The query breaks a rule; errors says which.", errors.List);
}
