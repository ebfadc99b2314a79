using System.Text.Json.Serialization;
using Amazon.Lambda.APIGatewayEvents;

namespace Analytics.Functions.Http;

/// <summary>Source-generated JSON for API Gateway events.</summary>
[JsonSerializable(typeof(APIGatewayHttpApiV2ProxyRequest))]
[JsonSerializable(typeof(APIGatewayHttpApiV2ProxyResponse))]
public sealed partial class HttpJson : JsonSerializerContext;
