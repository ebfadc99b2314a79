namespace Amazon.Lambda.RuntimeSupport.Bootstrap;

/// <summary>How a <see cref="LambdaBootstrap"/> finds its Runtime API.</summary>
public class LambdaBootstrapOptions
{
    /// <summary>Host and port. Default: what the environment variable AWS_LAMBDA_RUNTIME_API says.</summary>
    public string RuntimeApiEndpoint { get; set; }
}
