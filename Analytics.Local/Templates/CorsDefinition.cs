namespace Analytics.Local.Templates;

/// <summary>Which web pages of other origins may call the HTTP API.</summary>
internal sealed record CorsDefinition
{
    /// <summary>The origins, as <c>https://shop.example</c>; <c>*</c> and <c>https://*</c> allow any.</summary>
    public required IReadOnlyList<string> AllowOrigins { get; init; }

    public IReadOnlyList<string> AllowMethods { get; init; } = [];

    /// <summary>The request headers that a page may set.</summary>
    public IReadOnlyList<string> AllowHeaders { get; init; } = [];

    /// <summary>The response headers that a page may read.</summary>
    public IReadOnlyList<string> ExposeHeaders { get; init; } = [];

    /// <summary>How long a browser may remember the answer to a preflight, in seconds; null if it is not said.</summary>
    public int? MaxAge { get; init; }
}
