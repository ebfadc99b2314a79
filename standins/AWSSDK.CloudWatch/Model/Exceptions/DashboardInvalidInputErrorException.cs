using System.Net;
using Amazon.Runtime;

namespace Amazon.CloudWatch.Model;

public partial class DashboardInvalidInputErrorException : AmazonCloudWatchException
{
    /// <summary>What is wrong with the dashboard's body; null if the service did not say.</summary>
    public List<DashboardValidationMessage> DashboardValidationMessages { get; set; }

    public DashboardInvalidInputErrorException()
    {
    }

    public DashboardInvalidInputErrorException(string message)
        : base(message)
    {
    }

    public DashboardInvalidInputErrorException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public DashboardInvalidInputErrorException(Exception innerException)
        : base(innerException)
    {
    }

    public DashboardInvalidInputErrorException(
        string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }

    public DashboardInvalidInputErrorException(
        string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, errorType, errorCode, requestId, statusCode)
    {
    }
}
