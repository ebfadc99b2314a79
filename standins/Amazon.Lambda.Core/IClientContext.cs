namespace Amazon.Lambda.Core;

/// <summary>What an AWS mobile SDK says about the application that invoked the function.</summary>
public interface IClientContext
{
    IDictionary<string, string> Environment { get; }

    IClientApplication Client { get; }

    IDictionary<string, string> Custom { get; }
}
