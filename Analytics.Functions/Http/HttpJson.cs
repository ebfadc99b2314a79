using System.Text.Json.Serialization;
using Amazon.Lambda.APIGatewayEvents;

namespace Analytics.Functions.Http;

/// <summary>The API Gateway events as JSON, without reflection.</summary>
[JsonSerializable(typeof(APIGatewayHttpApiV2ProxyRequest))]
[JsonSerializable(typeof(APIGatewayHttpApiV2ProxyResponse))]
public sealed partial class HttpJson : JsonSerializerContext;
