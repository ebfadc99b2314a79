using Amazon.DynamoDBStreams.Model;
using Amazon.Standins;

namespace Amazon.DynamoDBStreams;

internal static class DynamoDBStreamsProtocol
{
    public static JsonProtocol Json { get; } = new("Amazon.DynamoDBStreams", "DynamoDBStreams_20120810", "1.0", "2012-08-10", ToException);

    private static AmazonDynamoDBStreamsException ToException(ServiceError error) => error.Shape switch
    {
        "ExpiredIteratorException" =>
            new ExpiredIteratorException(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        "InternalServerError" => new InternalServerErrorException(
            error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        "LimitExceededException" =>
            new LimitExceededException(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        "ResourceNotFoundException" =>
            new ResourceNotFoundException(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        "TrimmedDataAccessException" =>
            new TrimmedDataAccessException(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
        _ => new AmazonDynamoDBStreamsException(
            error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode),
    };
}
