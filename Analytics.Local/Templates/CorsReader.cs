namespace Analytics.Local.Templates;

/// <summary>Reads the <c>CorsConfiguration</c> of an HTTP API.</summary>
internal static class CorsReader
{
    /// <summary>Reads which web pages of other origins may call the API; null if none may.</summary>
    public static CorsDefinition? Read(PropertyReader properties)
    {
        var cors = properties.Object("CorsConfiguration", reader => new CorsDefinition
        {
            AllowOrigins = reader.Texts("AllowOrigins"),
            AllowMethods = reader.Texts("AllowMethods"),
            AllowHeaders = reader.Texts("AllowHeaders"),
            ExposeHeaders = reader.Texts("ExposeHeaders"),
            MaxAge = reader.Integer("MaxAge", -1, 86_400),
        });
        return cors is { AllowOrigins.Count: > 0 } ? cors : null;
    }
}
