namespace Amazon.Lambda.APIGatewayEvents;

/// <summary>A request to an HTTP API, in payload format 2.0. What the request lacks is null.</summary>
public partial class APIGatewayHttpApiV2ProxyRequest
{
    public string Version { get; set; }

    /// <summary>The route's key, such as <c>POST /orders</c> or <c>$default</c>.</summary>
    public string RouteKey { get; set; }

    public string RawPath { get; set; }

    public string RawQueryString { get; set; }

    public string[] Cookies { get; set; }

    /// <summary>Names in lower case; the values of a repeated header are joined by commas.</summary>
    public IDictionary<string, string> Headers { get; set; }

    /// <summary>The values of a repeated parameter are joined by commas.</summary>
    public IDictionary<string, string> QueryStringParameters { get; set; }

    public ProxyRequestContext RequestContext { get; set; }

    public string Body { get; set; }

    public IDictionary<string, string> PathParameters { get; set; }

    public bool IsBase64Encoded { get; set; }

    public IDictionary<string, string> StageVariables { get; set; }

    /// <summary>How the request came to the function.</summary>
    public class ProxyRequestContext
    {
        public string AccountId { get; set; }

        public string ApiId { get; set; }

        public AuthorizerDescription Authorizer { get; set; }

        public string DomainName { get; set; }

        public string DomainPrefix { get; set; }

        public HttpDescription Http { get; set; }

        public string RequestId { get; set; }

        public string RouteId { get; set; }

        public string RouteKey { get; set; }

        public string Stage { get; set; }

        /// <summary>The time of the request in the common log format: <c>12/Mar/2020:19:03:58 +0000</c>.</summary>
        public string Time { get; set; }

        /// <summary>The time of the request in milliseconds since 1970.</summary>
        public long TimeEpoch { get; set; }

        public ProxyRequestAuthentication Authentication { get; set; }
    }

    /// <summary>The HTTP side of the request.</summary>
    public class HttpDescription
    {
        public string Method { get; set; }

        public string Path { get; set; }

        public string Protocol { get; set; }

        public string SourceIp { get; set; }

        public string UserAgent { get; set; }
    }
}
