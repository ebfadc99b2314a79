using Amazon.Runtime;
using Amazon.Standins;

namespace Amazon.DynamoDBStreams;

public partial class AmazonDynamoDBStreamsException : AmazonServiceException
{
    public AmazonDynamoDBStreamsException(string message)
        : base(message)
    {
    }

    internal AmazonDynamoDBStreamsException(ServiceError error)
        : base(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode)
    {
    }
}
