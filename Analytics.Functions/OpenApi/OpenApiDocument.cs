using System.Security.Cryptography;
using System.Text;
using Amazon.Lambda.APIGatewayEvents;
using Analytics.Core.Orders;
using Analytics.Functions.Http;

namespace Analytics.Functions.OpenApi;

/// <summary>Serves the description of the API, <c>openapi.json</c>, which is part of the program.</summary>
public static class OpenApiDocument
{
    private static readonly Lazy<string> Document = new(Read);

    /// <summary>The document.</summary>
    public static string Text => Document.Value;

    /// <summary>Answers a GET or HEAD request for the document.</summary>
    public static APIGatewayHttpApiV2ProxyResponse Answer(APIGatewayHttpApiV2ProxyRequest request)
    {
        var errors = new FieldErrors();
        QueryParameters.Check(request, [], errors);
        return errors.Any
            ? ApiResponse.Problem(400, "The query is invalid; `errors` lists the parameters.", errors.List, ErrorLocation.Parameter)
            : ApiResponse.Ok("application/json", Text).Conditioned(request, Tag());
    }

    private static EntityTag Tag() =>
        new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)).AsSpan(0, 8)), IsWeak: true);

    private static string Read()
    {
        using var stream = typeof(OpenApiDocument).Assembly.GetManifestResourceStream("openapi.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
