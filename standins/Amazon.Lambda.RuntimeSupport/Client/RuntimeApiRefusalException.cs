using System.Net;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The Runtime API did not accept one answer (400, 403 or 413); it goes on working.</summary>
internal sealed class RuntimeApiRefusalException(string message, HttpStatusCode status) : HttpRequestException(message, null, status);
