using Amazon.Runtime;

namespace Amazon.DynamoDBStreams;

public partial class AmazonDynamoDBStreamsRequest : AmazonWebServiceRequest
{
}
