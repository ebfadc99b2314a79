using Amazon.Kinesis.Model;
using Amazon.Standins;

namespace Amazon.Kinesis;

internal static class KinesisProtocol
{
    public static JsonProtocol Json { get; } = new("Amazon.Kinesis", "Kinesis_20131202", "1.1", "2013-12-02", ToException);

    private static AmazonKinesisException ToException(ServiceError error) => error.Shape switch
    {
        "ExpiredIteratorException" => new ExpiredIteratorException(error),
        "InvalidArgumentException" => new InvalidArgumentException(error),
        "ProvisionedThroughputExceededException" => new ProvisionedThroughputExceededException(error),
        "ResourceNotFoundException" => new ResourceNotFoundException(error),
        _ => new AmazonKinesisException(error),
    };
}
