using System.Net;
using Amazon.Runtime;

namespace Amazon.DynamoDBStreams.Model;

public partial class TrimmedDataAccessException : AmazonDynamoDBStreamsException
{
    public TrimmedDataAccessException()
    {
    }

    public TrimmedDataAccessException(string message)
        : base(message)
    {
    }

    public TrimmedDataAccessException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public TrimmedDataAccessException(Exception innerException)
        : base(innerException)
    {
    }

    public TrimmedDataAccessException(
        string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }

    public TrimmedDataAccessException(string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, errorType, errorCode, requestId, statusCode)
    {
    }
}
