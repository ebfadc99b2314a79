namespace Analytics.Local.CloudWatch.Protocol;

/// <summary>An error response of the service.</summary>
/// <remarks>
/// Clients of the Query protocol identify an error by <see cref="QueryCode"/>; the other protocols send it in the header
/// <c>x-amzn-query-error</c>. Clients of those protocols identify an error by <see cref="Shape"/>, the <c>__type</c> of the body.
/// </remarks>
internal sealed class ServiceError(string shape, string queryCode, int status, string message) : Exception(message)
{
    public string Shape { get; } = shape;

    public string QueryCode { get; } = queryCode;

    public int Status { get; } = status;

    /// <summary>The party at fault: <c>Sender</c> or <c>Receiver</c>.</summary>
    public string Fault => Status < 500 ? "Sender" : "Receiver";

    /// <summary>Additional members of the error; null for none.</summary>
    public WireValue.Map? Details { get; init; }

    /// <summary>The error as a structure, for JSON and CBOR.</summary>
    public WireValue.Map ToWire()
    {
        var members = new Dictionary<string, WireValue>(StringComparer.Ordinal)
        {
            ["__type"] = "com.amazonaws.cloudwatch#" + Shape,
            ["message"] = Message,
        };
        foreach (var (name, value) in Details?.Members ?? WireValue.Map.Empty.Members)
        {
            members[name] = value;
        }

        return new WireValue.Map(members);
    }

    public static ServiceError InvalidValue(string message) =>
        new("InvalidParameterValueException", "InvalidParameterValue", 400, message);

    public static ServiceError Missing(string parameter) =>
        new("MissingRequiredParameterException", "MissingParameter", 400, $"The parameter {parameter} is required.");

    public static ServiceError Combination(string message) =>
        new("InvalidParameterCombinationException", "InvalidParameterCombination", 400, message);

    /// <summary>The error of GetMetricData for a query that cannot be evaluated. The service's model has no shape for it.</summary>
    public static ServiceError Validation(string message) => new("ValidationError", "ValidationError", 400, message);

    public static ServiceError NextToken() =>
        new("InvalidNextToken", "InvalidNextToken", 400, "The next token is not one that was handed out for this request.");

    public static ServiceError Limit(string message) => new("LimitExceededFault", "LimitExceeded", 400, message);

    public static ServiceError Serialization(string message) =>
        new("SerializationException", "SerializationException", 400, message);

    public static ServiceError TooLarge(string message) =>
        new("RequestEntityTooLarge", "RequestEntityTooLarge", 413, message);

    public static ServiceError UnknownOperation(string message) =>
        new("UnknownOperationException", "UnknownOperationException", 404, message);

    /// <summary>A malformed request of the Query protocol.</summary>
    public static ServiceError Query(string code, string message) => new(code, code, 400, message);

    public static ServiceError DashboardNotFound(string name) =>
        new("DashboardNotFoundError", "ResourceNotFound", 404, $"Dashboard {name} does not exist");

    public static ServiceError Internal(string message) => new("InternalServiceFault", "InternalServiceError", 500, message);
}
