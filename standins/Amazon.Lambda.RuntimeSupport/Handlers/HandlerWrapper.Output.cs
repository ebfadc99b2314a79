using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

// A stream or nothing for input and a typed output.
public partial class HandlerWrapper
{
    public static HandlerWrapper GetHandlerWrapper<TOutput>(Func<Task<TOutput>> handler, ILambdaSerializer serializer) =>
        new(async invocation => Answer(await handler(), serializer), serializer);

    public static HandlerWrapper GetHandlerWrapper<TOutput>(Func<Stream, Task<TOutput>> handler, ILambdaSerializer serializer) =>
        new(async invocation => Answer(await handler(invocation.InputStream), serializer), serializer);

    public static HandlerWrapper GetHandlerWrapper<TOutput>(Func<ILambdaContext, Task<TOutput>> handler, ILambdaSerializer serializer) =>
        new(async invocation => Answer(await handler(invocation.LambdaContext), serializer), serializer);

    public static HandlerWrapper GetHandlerWrapper<TOutput>(
        Func<Stream, ILambdaContext, Task<TOutput>> handler, ILambdaSerializer serializer) =>
        new(async invocation => Answer(await handler(invocation.InputStream, invocation.LambdaContext), serializer), serializer);

    public static HandlerWrapper GetHandlerWrapper<TOutput>(Func<TOutput> handler, ILambdaSerializer serializer) =>
        new(invocation => Answer(handler(), serializer), serializer);

    public static HandlerWrapper GetHandlerWrapper<TOutput>(Func<Stream, TOutput> handler, ILambdaSerializer serializer) =>
        new(invocation => Answer(handler(invocation.InputStream), serializer), serializer);

    public static HandlerWrapper GetHandlerWrapper<TOutput>(Func<ILambdaContext, TOutput> handler, ILambdaSerializer serializer) =>
        new(invocation => Answer(handler(invocation.LambdaContext), serializer), serializer);

    public static HandlerWrapper GetHandlerWrapper<TOutput>(Func<Stream, ILambdaContext, TOutput> handler, ILambdaSerializer serializer) =>
        new(invocation => Answer(handler(invocation.InputStream, invocation.LambdaContext), serializer), serializer);
}
