using Amazon.Standins;

namespace Amazon.Kinesis.Model;

public partial class ExpiredIteratorException : AmazonKinesisException
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

public partial class InvalidArgumentException : AmazonKinesisException
{
    public InvalidArgumentException(string message)
        : base(message)
    {
    }

    internal InvalidArgumentException(ServiceError error)
        : base(error)
    {
    }
}

public partial class ProvisionedThroughputExceededException : AmazonKinesisException
{
    public ProvisionedThroughputExceededException(string message)
        : base(message)
    {
    }

    internal ProvisionedThroughputExceededException(ServiceError error)
        : base(error)
    {
    }
}

public partial class ResourceNotFoundException : AmazonKinesisException
{
    internal ResourceNotFoundException(ServiceError error)
        : base(error)
    {
    }
}
