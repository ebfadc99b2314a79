using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Orders;
using Analytics.Core.Wire;
using Analytics.Functions.Http;
using Analytics.Storage;

namespace Analytics.Functions.Aggregates;

/// <summary>Handles requests for totals, series and items of a range of minutes.</summary>
/// <param name="reader">Sums the range.</param>
/// <param name="waiter">Waits for changes that an answer must include.</param>
/// <param name="time">The clock.</param>
/// <param name="dimensions">The dimensions that orders may have; null for channel and country.</param>
public sealed class AggregatesHandler(
    AggregateReader reader, ChangeWaiter waiter, TimeProvider time, OrderDimensions? dimensions = null)
{
    // A Lambda response holds at most 6 MB (AWS Lambda quotas), with the body as a JSON string in it.
    private const int MaxAnswerBytes = 6_000_000;

    public Task<APIGatewayHttpApiV2ProxyResponse> TotalsAsync(
        APIGatewayHttpApiV2ProxyRequest request, CancellationToken cancellationToken) =>
        AnswerAsync(request, AggregateRoute.Totals, query => new TotalsAnswer(query), cancellationToken);

    public Task<APIGatewayHttpApiV2ProxyResponse> SeriesAsync(
        APIGatewayHttpApiV2ProxyRequest request, CancellationToken cancellationToken) => AnswerAsync(
            request, AggregateRoute.Series, query => query.Skus.Count > 0 ? new ItemSeriesAnswer(query) : new SeriesAnswer(query),
            cancellationToken);

    public Task<APIGatewayHttpApiV2ProxyResponse> SummaryAsync(
        APIGatewayHttpApiV2ProxyRequest request, CancellationToken cancellationToken) =>
        AnswerAsync(request, AggregateRoute.Summary, query => new SummaryAnswer(query), cancellationToken);

    public Task<APIGatewayHttpApiV2ProxyResponse> ItemsAsync(
        APIGatewayHttpApiV2ProxyRequest request, CancellationToken cancellationToken) => AnswerAsync(
            request, AggregateRoute.Items, query => query.IsOneItem ? new ItemAnswer(query) : new ItemsAnswer(query), cancellationToken);

    public Task<APIGatewayHttpApiV2ProxyResponse> ItemAsync(
        APIGatewayHttpApiV2ProxyRequest request, CancellationToken cancellationToken) =>
        AnswerAsync(request, AggregateRoute.Item, query => new ItemAnswer(query), cancellationToken);

    // Responds 400 to an invalid query, 503 while included changes are not counted, 304 if the caller's tag is current, else with the sums.
    private async Task<APIGatewayHttpApiV2ProxyResponse> AnswerAsync(
        APIGatewayHttpApiV2ProxyRequest request, AggregateRoute route, Func<AggregateQuery, IAnswer> answerOf,
        CancellationToken cancellationToken)
    {
        var query = new AggregateQuery(request, route, time.GetUtcNow(), dimensions);
        if (query.Errors.Any)
        {
            return Refuse(query.Errors);
        }

        if (await waiter.WaitAsync(query.Includes, query.Wait, cancellationToken) is { } missing)
        {
            return NotYet(missing);
        }

        // Tags that the caller lists came with a 200 response for this URL. Whether one is current shows without reading items or slices,
        // which are most of the work.
        var answer = answerOf(query);
        var (mayBeCurrent, isCsv) = (request.ListsKnownTags(), answer.HasTable && request.PrefersCsv());
        var reading = await reader.ReadAsync(answer.Plan, !mayBeCurrent, cancellationToken);
        if (mayBeCurrent && request.Evaluate(exists: true, reading.EntityTag(isCsv)) == Precondition.Matched)
        {
            return Preconditions.NotModified(reading.EntityTag(isCsv)).With("Vary", "Accept");
        }

        // A reading that computed rollups has no tag; the next one has, if they could be stored.
        if ((mayBeCurrent && answer.Plan.Read != SumsRead.Totals) || (answer.NeedsTag && reading.Tag is null))
        {
            reading = await reader.ReadAsync(answer.Plan, withItems: true, cancellationToken);
        }

        answer.Check(reading);
        return query.Errors.Any ? Refuse(query.Errors) : Write(request, query, answer, reading, isCsv);
    }

    private static APIGatewayHttpApiV2ProxyResponse Write(
        APIGatewayHttpApiV2ProxyRequest request, AggregateQuery query, IAnswer answer, AggregateReading reading, bool isCsv)
    {
        var response = isCsv ? ApiResponse.Ok(answer.Table(reading)) : ApiResponse.Ok(json =>
        {
            json.WriteStartObject();
            AggregateWriter.WriteHead(json, query.Span, query.AsOf(reading.LatestCommit), reading.LatestCommit);
            answer.Write(json, reading);
            json.WriteEndObject();
        });
        if (BytesInJson(response.Body) > MaxAnswerBytes)
        {
            query.Errors.Add(
                AggregateParameters.Of(query.Route).Contains("step") ? "step" : "window",
                "must be chosen so that the answer has fewer rows: this one is longer than a response can be");
            return Refuse(query.Errors);
        }

        foreach (var (name, value) in answer.Headers(reading))
        {
            response.With(name, value);
        }

        return response.Conditioned(request, reading.EntityTag(isCsv)).With("Vary", "Accept");
    }

    // An upper bound: a character beyond ASCII may be written as itself or as an escape sequence of six bytes.
    private static long BytesInJson(string text)
    {
        var bytes = 0L;
        foreach (var character in text)
        {
            bytes += character is > '~' or '<' or '>' or '&' or '\'' or '+' ? 6 : character is '"' or '\\' or < ' ' ? 2 : 1;
        }

        return bytes;
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
        ApiResponse.Problem(400, "The query is invalid; `errors` lists the parameters.", errors.List, ErrorLocation.Parameter);
}
