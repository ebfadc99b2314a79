using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Makes a <see cref="LambdaBootstrap"/> for a handler of streams, or of values with a serializer.</summary>
public class LambdaBootstrapBuilder
{
    private readonly Func<Stream, ILambdaContext, Task<Stream>> _handler;

    private LambdaBootstrapBuilder(Func<Stream, ILambdaContext, Task<Stream>> handler) => _handler = handler;

    public static LambdaBootstrapBuilder Create(Func<Stream, ILambdaContext, Task<Stream>> handler) => new(handler);

    public static LambdaBootstrapBuilder Create<TInput, TOutput>(
        Func<TInput, ILambdaContext, Task<TOutput>> handler, ILambdaSerializer serializer) =>
        new(async (input, context) =>
        {
            var output = await handler(serializer.Deserialize<TInput>(input), context);
            var payload = new MemoryStream();
            serializer.Serialize(output, payload);
            payload.Position = 0;
            return payload;
        });

    public LambdaBootstrap Build() => Build(LambdaEnvironment.Read());

    internal LambdaBootstrap Build(LambdaEnvironment environment) => new(_handler, environment);
}
