using Analytics.Functions;

return await FunctionHost.RunAsync(Environment.GetEnvironmentVariable, TimeProvider.System, CancellationToken.None);
