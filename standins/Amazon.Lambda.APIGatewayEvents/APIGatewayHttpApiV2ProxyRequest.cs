namespace Amazon.Lambda.APIGatewayEvents;

/// <summary>A request to an HTTP API, in payload format 2.0. What the request lacks is null.</summary>
public class APIGatewayHttpApiV2ProxyRequest
{
    /// <summary>The route's key, such as <c>POST /orders</c> or <c>$default</c>.</summary>
    public string RouteKey { get; set; }

    public string RawPath { get; set; }

    public string RawQueryString { get; set; }

    /// <summary>Names in lower case; the values of a repeated header are joined by commas.</summary>
    public IDictionary<string, string> Headers { get; set; }

    /// <summary>The values of a repeated parameter are joined by commas.</summary>
    public IDictionary<string, string> QueryStringParameters { get; set; }

    public ProxyRequestContext RequestContext { get; set; }

    public string Body { get; set; }

    public IDictionary<string, string> PathParameters { get; set; }

    public bool IsBase64Encoded { get; set; }

    /// <summary>How the request reached the function.</summary>
    public class ProxyRequestContext
    {
        /// <summary>Null unless the route has an authorizer.</summary>
        public AuthorizerDescription Authorizer { get; set; }

        public string DomainName { get; set; }

        public HttpDescription Http { get; set; }

        public string Stage { get; set; }
    }

    /// <summary>What the route's authorizer found.</summary>
    public class AuthorizerDescription
    {
        /// <summary>The token; null unless it is a JWT authorizer.</summary>
        public JwtDescription Jwt { get; set; }

        /// <summary>A token that API Gateway has checked.</summary>
        public class JwtDescription
        {
            /// <summary>All claims as text.</summary>
            public IDictionary<string, string> Claims { get; set; }

            /// <summary>Null if the route asks for none.</summary>
            public string[] Scopes { get; set; }
        }
    }

    /// <summary>The HTTP side of the request.</summary>
    public class HttpDescription
    {
        public string Method { get; set; }
    }
}
