using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

// A typed input and a typed output.
public partial class HandlerWrapper
{
    public static HandlerWrapper GetHandlerWrapper<TInput, TOutput>(
        Func<TInput, ILambdaContext, Task<TOutput>> handler, ILambdaSerializer serializer) =>
        new(async invocation => Answer(
            await handler(serializer.Deserialize<TInput>(invocation.InputStream), invocation.LambdaContext), serializer), serializer);

    public static HandlerWrapper GetHandlerWrapper<TInput, TOutput>(Func<TInput, Task<TOutput>> handler, ILambdaSerializer serializer) =>
        new(async invocation => Answer(await handler(serializer.Deserialize<TInput>(invocation.InputStream)), serializer), serializer);

    public static HandlerWrapper GetHandlerWrapper<TInput, TOutput>(
        Func<TInput, ILambdaContext, TOutput> handler, ILambdaSerializer serializer) =>
        new(invocation => Answer(handler(serializer.Deserialize<TInput>(invocation.InputStream), invocation.LambdaContext), serializer),
            serializer);

    public static HandlerWrapper GetHandlerWrapper<TInput, TOutput>(Func<TInput, TOutput> handler, ILambdaSerializer serializer) =>
        new(invocation => Answer(handler(serializer.Deserialize<TInput>(invocation.InputStream)), serializer), serializer);
}
