using Amazon.DynamoDBStreams.Model;
using Amazon.Standins;

namespace Amazon.DynamoDBStreams;

internal static class DynamoDBStreamsProtocol
{
    public static JsonProtocol Json { get; } = new("Amazon.DynamoDBStreams", "DynamoDBStreams_20120810", "1.0", "2012-08-10", ToException);

    private static AmazonDynamoDBStreamsException ToException(ServiceError error) => error.Shape switch
    {
        "ExpiredIteratorException" => new ExpiredIteratorException(error),
        "TrimmedDataAccessException" => new TrimmedDataAccessException(error),
        _ => new AmazonDynamoDBStreamsException(error),
    };
}
