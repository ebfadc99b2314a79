using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

// A typed input and a stream or nothing for output.
public partial class HandlerWrapper
{
    public static HandlerWrapper GetHandlerWrapper<TInput>(Func<TInput, ILambdaContext, Task> handler, ILambdaSerializer serializer) =>
        new(async invocation =>
            {
                await handler(serializer.Deserialize<TInput>(invocation.InputStream), invocation.LambdaContext);
                return Nothing;
            }, serializer);

    public static HandlerWrapper GetHandlerWrapper<TInput>(Func<TInput, Task> handler, ILambdaSerializer serializer) =>
        new(async invocation =>
            {
                await handler(serializer.Deserialize<TInput>(invocation.InputStream));
                return Nothing;
            }, serializer);

    public static HandlerWrapper GetHandlerWrapper<TInput>(Action<TInput, ILambdaContext> handler, ILambdaSerializer serializer) =>
        new(invocation =>
            {
                handler(serializer.Deserialize<TInput>(invocation.InputStream), invocation.LambdaContext);
                return Nothing;
            }, serializer);

    public static HandlerWrapper GetHandlerWrapper<TInput>(Action<TInput> handler, ILambdaSerializer serializer) =>
        new(invocation =>
            {
                handler(serializer.Deserialize<TInput>(invocation.InputStream));
                return Nothing;
            }, serializer);

    public static HandlerWrapper GetHandlerWrapper<TInput>(
        Func<TInput, ILambdaContext, Task<Stream>> handler, ILambdaSerializer serializer) =>
        new(async invocation => Answer(await handler(serializer.Deserialize<TInput>(invocation.InputStream), invocation.LambdaContext)),
            serializer);

    public static HandlerWrapper GetHandlerWrapper<TInput>(Func<TInput, Task<Stream>> handler, ILambdaSerializer serializer) =>
        new(async invocation => Answer(await handler(serializer.Deserialize<TInput>(invocation.InputStream))), serializer);

    public static HandlerWrapper GetHandlerWrapper<TInput>(Func<TInput, ILambdaContext, Stream> handler, ILambdaSerializer serializer) =>
        new(invocation => Answer(handler(serializer.Deserialize<TInput>(invocation.InputStream), invocation.LambdaContext)), serializer);

    public static HandlerWrapper GetHandlerWrapper<TInput>(Func<TInput, Stream> handler, ILambdaSerializer serializer) =>
        new(invocation => Answer(handler(serializer.Deserialize<TInput>(invocation.InputStream))), serializer);
}
