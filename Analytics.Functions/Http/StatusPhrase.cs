namespace Analytics.Functions.Http;

/// <summary>
/// Reason phrases of the error statuses that the API uses (RFC 9110, section 15). They are the titles of problems of type
/// <c>about:blank</c>.
/// </summary>
internal static class StatusPhrase
{
    /// <summary>The phrase of a status.</summary>
    /// <exception cref="System.Diagnostics.UnreachableException">The API does not use this status for problems.</exception>
    public static string Of(int status) => status switch
    {
        400 => "Bad Request",
        403 => "Forbidden",
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
