using Amazon.CloudWatch.Model;
using Amazon.Standins;

namespace Amazon.CloudWatch;

internal static class CloudWatchProtocol
{
    public static JsonProtocol Json { get; } =
        new("Amazon.CloudWatch", "GraniteServiceVersion20100801", "1.0", "2010-08-01", ToException) { IsQueryCompatible = true };

    /// <summary>
    /// For requests that may grow large: they are sent in gzip from
    /// <see cref="Amazon.Runtime.ClientConfig.RequestMinCompressionSizeBytes"/> on.
    /// </summary>
    public static JsonProtocol Compressed { get; } = Json with { IsCompressed = true };

    private static AmazonCloudWatchException ToException(ServiceError error) => error.Shape switch
    {
        "ConflictException" =>
            new ConflictException(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        "DashboardInvalidInputError" => new DashboardInvalidInputErrorException(
            error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode)
        {
            DashboardValidationMessages = error.List("dashboardValidationMessages", DashboardValidationMessage.Read),
        },
        "DashboardNotFoundError" => new DashboardNotFoundErrorException(
            error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        "InternalServiceFault" =>
            new InternalServiceException(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        "InvalidNextToken" =>
            new InvalidNextTokenException(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        "InvalidParameterCombinationException" => new InvalidParameterCombinationException(
            error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        "InvalidParameterValueException" => new InvalidParameterValueException(
            error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        "LimitExceededFault" or "LimitExceededException" =>
            new LimitExceededException(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        "MissingRequiredParameterException" => new MissingRequiredParameterException(
            error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        "ResourceNotFoundException" =>
            new ResourceNotFoundException(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        _ => new AmazonCloudWatchException(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
    };
}
