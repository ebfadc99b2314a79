using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Orders;
using Analytics.Functions.Http;

namespace Analytics.Functions.Aggregates;

/// <summary>Handles requests for totals, series and items of a range of minutes.</summary>
public sealed class AggregatesHandler(AggregateReader reader, ChangeWaiter waiter, TimeProvider time)
{
    // Characters. A Lambda response holds at most 6 MB (AWS Lambda quotas), and Lambda escapes the quotes of the body in it.
    private const int MaxAnswerLength = 4_500_000;

    // 31 days in steps of one minute.
    private const int MaxPoints = 44_640;

    public Task<APIGatewayHttpApiV2ProxyResponse> TotalsAsync(
        APIGatewayHttpApiV2ProxyRequest request, CancellationToken cancellationToken)
    {
        var query = new AggregateQuery(request, time.GetUtcNow(), "currency");
        var (span, currencies) = (query.Span(), query.Currencies());
        return AnswerAsync(request, query, span, Steps.Whole(span.Minutes), withItems: false, (reading, isCsv) =>
        {
            var totals = currencies.Apply(reading.StepAt(span.Minutes.From).Totals);
            return isCsv ? ApiResponse.Ok(AggregateCsv.Totals(span, totals)) : ApiResponse.Ok(json =>
            {
                json.WriteStartObject();
                AggregateWriter.WriteHead(json, span, query.AsOf(reading.LatestCommit), reading.LatestCommit);
                AggregateWriter.WriteTotals(json, totals);
                json.WriteEndObject();
            });
        }, cancellationToken);
    }

    public Task<APIGatewayHttpApiV2ProxyResponse> SeriesAsync(
        APIGatewayHttpApiV2ProxyRequest request, CancellationToken cancellationToken)
    {
        var query = new AggregateQuery(request, time.GetUtcNow(), "step", "currency");
        var (span, step, currencies) = (query.Span(), query.Step(), query.Currencies());
        query.Errors.Require(
            step.Minutes is not { } minutes || span.Minutes.Minutes / minutes <= MaxPoints,
            "step", $"must be larger: a series has at most {MaxPoints:N0} points");
        var steps = query.Errors.Any ? Steps.Whole(span.Minutes)
            : Steps.Of(span.Calendar.Boundaries(step, span.Minutes), query.CurrentMinute);
        return AnswerAsync(request, query, span, steps, withItems: false, (reading, isCsv) =>
        {
            var asOf = query.AsOf(reading.LatestCommit);
            List<SeriesPoint> points =
            [
                .. steps.All.Select(minutes => new SeriesPoint(
                    minutes.From, currencies.Apply(reading.StepAt(minutes.From).Totals), Steps.IsPartial(minutes, span.Minutes, asOf))),
            ];
            var answer = isCsv ? ApiResponse.Ok(AggregateCsv.Points(span, points)) : ApiResponse.Ok(json =>
            {
                json.WriteStartObject();
                AggregateWriter.WriteHead(json, span, asOf, reading.LatestCommit);
                AggregateWriter.WritePoints(json, span, step, points);
                json.WriteEndObject();
            });
            query.Errors.Require(
                answer.Body.Length <= MaxAnswerLength, "step", "must be larger for a window of this length: the answer would be too long");
            return answer;
        }, cancellationToken);
    }

    public Task<APIGatewayHttpApiV2ProxyResponse> ItemsAsync(
        APIGatewayHttpApiV2ProxyRequest request, CancellationToken cancellationToken)
    {
        var query = new AggregateQuery(request, time.GetUtcNow(), [.. AggregateQuery.RankingParameters, "sku"]);
        if (query.Sku() is { } sku)
        {
            return ItemAsync(request, query, sku, cancellationToken);
        }

        var (span, top, by, currency) = (query.Span(), query.Top(), query.By(), query.Currency());
        return AnswerAsync(request, query, span, Steps.Whole(span.Minutes), withItems: true, (reading, isCsv) =>
        {
            var items = reading.StepAt(span.Minutes.From).Items;
            var rankedIn = currency;
            if (by == "revenue" && currency is null)
            {
                var currencies = ItemRanking.CurrenciesOf(items);
                query.Errors.Require(
                    currencies.Count <= 1, "currency", $"must be given to rank by revenue, which came in {string.Join(", ", currencies)}");
                rankedIn = currencies.Count == 1 ? currencies[0] : null;
            }

            var ranking = ItemRanking.Top(items, top, by, rankedIn);
            return isCsv ? ApiResponse.Ok(AggregateCsv.Items([.. ranking], only: currency)) : ApiResponse.Ok(json =>
            {
                json.WriteStartObject();
                AggregateWriter.WriteHead(json, span, query.AsOf(reading.LatestCommit), reading.LatestCommit);
                json.WriteString("by", by);
                json.WriteStartArray("items");
                foreach (var (sku, item) in ranking)
                {
                    AggregateWriter.WriteItem(json, sku, item, only: currency);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            });
        }, cancellationToken);
    }

    public Task<APIGatewayHttpApiV2ProxyResponse> ItemAsync(
        APIGatewayHttpApiV2ProxyRequest request, CancellationToken cancellationToken) =>
        ItemAsync(request, new AggregateQuery(request, time.GetUtcNow()), request.PathParameter("sku"), cancellationToken);

    private Task<APIGatewayHttpApiV2ProxyResponse> ItemAsync(
        APIGatewayHttpApiV2ProxyRequest request, AggregateQuery query, string sku, CancellationToken cancellationToken)
    {
        var span = query.Span();
        query.Errors.Require(OrderRules.IsName(sku), "sku", $"must be 1 to {OrderRules.MaxNameLength} printable characters");
        return AnswerAsync(request, query, span, Steps.Whole(span.Minutes), withItems: true, (reading, isCsv) =>
        {
            var (name, item) = ItemRanking.Find(reading.StepAt(span.Minutes.From).Items, sku);
            return isCsv ? ApiResponse.Ok(AggregateCsv.Items([new(name, item)], only: null)) : ApiResponse.Ok(json =>
            {
                json.WriteStartObject();
                AggregateWriter.WriteHead(json, span, query.AsOf(reading.LatestCommit), reading.LatestCommit);
                AggregateWriter.WriteItemProperties(json, name, item, only: null);
                json.WriteEndObject();
            });
        }, cancellationToken);
    }

    // Responds 400 to an invalid query, 503 while included changes are not counted, 304 if the caller's tag is current, else with the sums,
    // in CSV if the second argument of write is true.
    private async Task<APIGatewayHttpApiV2ProxyResponse> AnswerAsync(
        APIGatewayHttpApiV2ProxyRequest request, AggregateQuery query, QuerySpan span, Steps steps, bool withItems,
        Func<AggregateReading, bool, APIGatewayHttpApiV2ProxyResponse> write, CancellationToken cancellationToken)
    {
        var (includes, wait) = (query.Includes(), query.Wait());
        if (query.Errors.Any)
        {
            return Refuse(query.Errors);
        }

        if (await waiter.WaitAsync(includes, wait, cancellationToken) is { } missing)
        {
            return NotYet(missing);
        }

        // Tags that the caller lists came with a 200 response for this URL. Whether one is current shows without reading items, which are
        // most of the work.
        var (mayBeCurrent, isCsv) = (request.ListsKnownTags(), request.PrefersCsv());
        var reading = await reader.ReadAsync(span.Minutes, steps, withItems && !mayBeCurrent, cancellationToken);
        if (mayBeCurrent && request.Evaluate(exists: true, reading.EntityTag(isCsv)) == Precondition.Matched)
        {
            return Preconditions.NotModified(reading.EntityTag(isCsv)).With("Vary", "Accept");
        }

        if (mayBeCurrent && withItems)
        {
            reading = await reader.ReadAsync(span.Minutes, steps, withItems: true, cancellationToken);
        }

        var answer = write(reading, isCsv);
        return query.Errors.Any ? Refuse(query.Errors)
            : answer.Conditioned(request, reading.EntityTag(isCsv)).With("Vary", "Accept");
    }

    /// <summary>503: changes in <c>includes</c> are not counted yet.</summary>
    internal static APIGatewayHttpApiV2ProxyResponse NotYet(MissingChanges missing) => ApiResponse.Problem(503,
        $"{missing.Tokens.Count} of the changes in includes {(missing.Tokens.Count == 1 ? "is" : "are")} not counted yet, after "
            + $"{missing.Waited.TotalSeconds:0.0} s: {string.Join(", ", missing.Tokens)}. "
        + (missing.LatestCommit is { } at ? $"The newest commit to their minutes was at {Timestamps.Format(at)}."
            : "Nothing was counted in their minutes yet."))
        .With("Retry-After", "1");

    /// <summary>400 for query parameters that break a rule.</summary>
    internal static APIGatewayHttpApiV2ProxyResponse Refuse(FieldErrors errors) =>
        ApiResponse.Problem(400, "The query breaks a rule; errors says which.", errors.List, ErrorLocation.Parameter);
}
