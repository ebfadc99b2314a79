namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Serves one invocation. An exception is reported as the invocation's error.</summary>
public delegate Task<InvocationResponse> LambdaBootstrapHandler(InvocationRequest invocation);

/// <summary>Runs once before the first invocation. False ends the process without serving any.</summary>
public delegate Task<bool> LambdaBootstrapInitializer();
