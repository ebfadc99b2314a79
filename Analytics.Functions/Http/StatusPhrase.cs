namespace Analytics.Functions.Http;

/// <summary>
/// The phrases of the statuses that the API answers with (RFC 9110, section 15), which are the titles of problems of no type of their own.
/// </summary>
internal static class StatusPhrase
{
    /// <summary>The phrase of a status.</summary>
    public static string Of(int status) => status switch
    {
        400 => "Bad Request",
        404 => "Not Found",
        405 => "Method Not Allowed",
        409 => "Conflict",
        412 => "Precondition Failed",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        422 => "Unprocessable Content",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        _ => throw new System.Diagnostics.UnreachableException($"The API has no problem with status {status}."),
    };
}
