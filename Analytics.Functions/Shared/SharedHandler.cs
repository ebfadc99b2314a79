using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Orders;
using Analytics.Functions.Aggregates;
using Analytics.Functions.Http;
using Analytics.Storage;

namespace Analytics.Functions.Shared;

/// <summary>Handles requests to list, get, set and delete what viewers share. Thread-safe.</summary>
/// <param name="store">Stores it.</param>
/// <param name="resource">What it is.</param>
/// <param name="time">The clock.</param>
internal sealed class SharedHandler<T>(ISharedStore<T> store, SharedResource<T> resource, TimeProvider time) where T : class
{
    private const int MaxBodyBytes = 16 * 1024;
    private const int MaxAttempts = 10;

    /// <summary>Lists all, or those that the parameters of the list select.</summary>
    public async Task<APIGatewayHttpApiV2ProxyResponse> ListAsync(
        APIGatewayHttpApiV2ProxyRequest request, CancellationToken cancellationToken)
    {
        var query = QueryOf(request, resource.ListParameters);
        var calendar = SpanParameters.CalendarOf(query);
        var entries = query.Errors.Any ? [] : await store.ListAsync(cancellationToken);
        var shown = resource.Select([.. entries.Where(entry => entry.Value is not null)], query, time.GetUtcNow()).ToList();
        if (query.Errors.Any)
        {
            return InvalidQuery(query.Errors);
        }

        List<string> unreadable = [.. entries.Where(entry => entry.Value is null).Select(entry => entry.Id)];
        var isCsv = request.PrefersCsv();
        var answer = isCsv ? ApiResponse.Ok(TableOf(shown, calendar)) : ApiResponse.Ok(json => Write(json, shown, unreadable, calendar));
        return answer.Conditioned(request, TagOf(shown, unreadable, isCsv)).With("Vary", "Accept");
    }

    /// <summary>Shows one.</summary>
    public async Task<APIGatewayHttpApiV2ProxyResponse> GetAsync(
        APIGatewayHttpApiV2ProxyRequest request, CancellationToken cancellationToken) =>
        Refusal(request) ?? await store.FindAsync(IdOf(request), cancellationToken) switch
        {
            null => NotFound(request),
            { Value: null } entry => Unreadable(entry),
            var entry => ApiResponse.Ok(json => Write(json, entry, Calendar.Utc)).Conditioned(request, TagOf(entry)),
        };

    /// <summary>Creates or replaces one.</summary>
    public async Task<APIGatewayHttpApiV2ProxyResponse> PutAsync(
        APIGatewayHttpApiV2ProxyRequest request, CancellationToken cancellationToken)
    {
        if (Refusal(request) is { } refusal)
        {
            return refusal;
        }

        if (!JsonDocumentBody.TryRead(request, MaxBodyBytes, out var body, out var unread))
        {
            return unread;
        }

        using var _ = body;
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var before = await store.FindAsync(IdOf(request), cancellationToken);
            if (!TryRead(body.RootElement, before, out var value, out var invalid))
            {
                return invalid!;
            }

            if (before is { IsNewer: true })
            {
                return Unreadable(before);
            }

            if (request.Evaluate(before is not null, TagOf(before)) != Precondition.Holds)
            {
                return Preconditions.Failed(TagOf(before));
            }

            // Not under a condition: requests at the same time may exceed the maximum by a few, which harms nothing.
            if (before is null && (await store.ListAsync(cancellationToken)).Count >= resource.MaxCount)
            {
                return ApiResponse.Problem(
                    409, $"There are {resource.MaxCount} {resource.Plural}, which is the maximum; delete one first.");
            }

            if (await store.TryPutAsync(IdOf(request), value!, before, cancellationToken) is { } written)
            {
                return (before is null ? ApiResponse.Created(Body) : ApiResponse.Ok(Body)).With("ETag", $"{TagOf(written)}");

                void Body(Utf8JsonWriter json) => Write(json, written, Calendar.Utc);
            }
        }

        throw new IOException($"Other writers changed {resource.Name} {IdOf(request)} all the time.");
    }

    /// <summary>Deletes one.</summary>
    public async Task<APIGatewayHttpApiV2ProxyResponse> DeleteAsync(
        APIGatewayHttpApiV2ProxyRequest request, CancellationToken cancellationToken)
    {
        if (Refusal(request) is { } refusal)
        {
            return refusal;
        }

        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            if (await store.FindAsync(IdOf(request), cancellationToken) is not { } entry)
            {
                // If it was there a moment ago, this request may have deleted it, and the response of the table was lost.
                return attempt == 0 ? NotFound(request) : ApiResponse.NoContent();
            }

            if (entry.IsNewer)
            {
                return Unreadable(entry);
            }

            if (request.Evaluate(exists: true, TagOf(entry)) != Precondition.Holds)
            {
                return Preconditions.Failed(TagOf(entry));
            }

            if (await store.TryDeleteAsync(entry, cancellationToken))
            {
                return ApiResponse.NoContent();
            }
        }

        throw new IOException($"Other writers changed {resource.Name} {IdOf(request)} all the time.");
    }

    private static string IdOf(APIGatewayHttpApiV2ProxyRequest request) => request.PathParameter("id");

    private static QueryText QueryOf(APIGatewayHttpApiV2ProxyRequest request, IReadOnlyList<string> known)
    {
        var errors = new FieldErrors();
        QueryParameters.Check(request, known, errors);
        return new QueryText(request.QueryStringParameters ?? new Dictionary<string, string>(), errors);
    }

    private static APIGatewayHttpApiV2ProxyResponse InvalidQuery(FieldErrors errors) =>
        ApiResponse.Problem(400, "The request is invalid; `errors` lists the parameters.", errors.List, ErrorLocation.Parameter);

    // A request for one takes no query parameters, and an id.
    private APIGatewayHttpApiV2ProxyResponse? Refusal(APIGatewayHttpApiV2ProxyRequest request)
    {
        var errors = QueryOf(request, []).Errors;
        errors.Require(SharedId.IsValid(IdOf(request)), "id", SharedId.Rule);
        errors.Require(!resource.ReservedIds.Contains(IdOf(request)), "id", $"must not be '{IdOf(request)}', which is a route of its own");
        return errors.Any ? InvalidQuery(errors) : null;
    }

    private bool TryRead(JsonElement json, SharedEntry<T>? before, out T? value, out APIGatewayHttpApiV2ProxyResponse? invalid)
    {
        try
        {
            var errors = new FieldErrors();
            value = resource.Read(json, before?.Value, time.GetUtcNow().ToMilliseconds(), errors);
            invalid = errors.Any ? ApiResponse.Problem(400, "The request is invalid; `errors` lists the fields.", errors.List) : null;
        }
        catch (JsonException malformed)
        {
            (value, invalid) = (null, JsonDocumentBody.Malformed(malformed));
        }

        return invalid is null;
    }

    private APIGatewayHttpApiV2ProxyResponse NotFound(APIGatewayHttpApiV2ProxyRequest request) =>
        ApiResponse.Problem(404, $"There is no {resource.Name} {IdOf(request)}.");

    private APIGatewayHttpApiV2ProxyResponse Unreadable(SharedEntry<T> entry) => ApiResponse.Problem(409, entry.IsNewer
        ? $"A newer version wrote {resource.Name} {entry.Id}. Deploy that version."
        : $"The item of {resource.Name} {entry.Id} is damaged. Set it again, or delete it.");

    private void Write(
        Utf8JsonWriter json, List<SharedEntry<T>> shown, List<string> unreadable, Calendar calendar)
    {
        json.WriteStartObject();
        json.WriteStartArray(resource.Plural);
        shown.ForEach(entry => Write(json, entry, calendar));
        json.WriteEndArray();
        if (unreadable.Count > 0)
        {
            json.WriteStartArray("unreadable");
            unreadable.ForEach(json.WriteStringValue);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private void Write(Utf8JsonWriter json, SharedEntry<T> entry, Calendar calendar)
    {
        json.WriteStartObject();
        json.WriteString("id", entry.Id);
        resource.Write(json, entry.Value!, calendar);
        json.WriteEndObject();
    }

    private CsvTable TableOf(List<SharedEntry<T>> shown, Calendar calendar)
    {
        var table = new CsvTable();
        table.Cell("id");
        resource.Columns.ToList().ForEach(column => table.Cell(column));
        table.EndRow();
        foreach (var entry in shown)
        {
            table.Cell(entry.Id);
            resource.Write(table, entry.Value!, calendar);
            table.EndRow();
        }

        return table;
    }

    // The checksum covers all that is shown, and the token of the attempt that wrote it.
    private static EntityTag? TagOf(SharedEntry<T>? entry) =>
        entry?.Checksum is { } checksum ? new EntityTag($"{entry.Revision}-{checksum}") : null;

    private static EntityTag TagOf(List<SharedEntry<T>> shown, List<string> unreadable, bool isCsv)
    {
        var content = string.Join('\n', shown.Select(entry => $"{entry.Id} {entry.Revision} {entry.Checksum}").Concat(unreadable));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)).AsSpan(0, 8));
        return new EntityTag(isCsv ? $"{hash}-csv" : hash, IsWeak: true);
    }
}
