using Amazon.Runtime;
using Amazon.Standins;

namespace Amazon.Kinesis;

public partial class AmazonKinesisException : AmazonServiceException
{
    public AmazonKinesisException(string message)
        : base(message)
    {
    }

    internal AmazonKinesisException(ServiceError error)
        : base(error.Message, error.InnerException, error.Type, error.Code, error.RequestId, error.StatusCode)
    {
    }
}
