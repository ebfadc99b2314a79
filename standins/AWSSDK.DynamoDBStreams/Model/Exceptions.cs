using Amazon.Standins;

namespace Amazon.DynamoDBStreams.Model;

public partial class ExpiredIteratorException : AmazonDynamoDBStreamsException
{
    public ExpiredIteratorException(string message)
        : base(message)
    {
    }

    internal ExpiredIteratorException(ServiceError error)
        : base(error)
    {
    }
}

public partial class TrimmedDataAccessException : AmazonDynamoDBStreamsException
{
    public TrimmedDataAccessException(string message)
        : base(message)
    {
    }

    internal TrimmedDataAccessException(ServiceError error)
        : base(error)
    {
    }
}
