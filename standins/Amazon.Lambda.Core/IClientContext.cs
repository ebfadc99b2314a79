namespace Amazon.Lambda.Core;

/// <summary>What an AWS mobile SDK says about the application that invoked the function.</summary>
public interface IClientContext;
