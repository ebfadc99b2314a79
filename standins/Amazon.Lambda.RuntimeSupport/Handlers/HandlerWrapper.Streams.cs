using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

// Streams or nothing for input and output.
public partial class HandlerWrapper
{
    public static HandlerWrapper GetHandlerWrapper(Func<Task> handler) =>
        new(async invocation =>
            {
                await handler();
                return Nothing;
            });

    public static HandlerWrapper GetHandlerWrapper(Func<Stream, Task> handler) =>
        new(async invocation =>
            {
                await handler(invocation.InputStream);
                return Nothing;
            });

    public static HandlerWrapper GetHandlerWrapper(Func<ILambdaContext, Task> handler) =>
        new(async invocation =>
            {
                await handler(invocation.LambdaContext);
                return Nothing;
            });

    public static HandlerWrapper GetHandlerWrapper(Func<Stream, ILambdaContext, Task> handler) =>
        new(async invocation =>
            {
                await handler(invocation.InputStream, invocation.LambdaContext);
                return Nothing;
            });

    public static HandlerWrapper GetHandlerWrapper(Action handler) =>
        new(invocation =>
            {
                handler();
                return Nothing;
            });

    public static HandlerWrapper GetHandlerWrapper(Action<Stream> handler) =>
        new(invocation =>
            {
                handler(invocation.InputStream);
                return Nothing;
            });

    public static HandlerWrapper GetHandlerWrapper(Action<ILambdaContext> handler) =>
        new(invocation =>
            {
                handler(invocation.LambdaContext);
                return Nothing;
            });

    public static HandlerWrapper GetHandlerWrapper(Action<Stream, ILambdaContext> handler) =>
        new(invocation =>
            {
                handler(invocation.InputStream, invocation.LambdaContext);
                return Nothing;
            });

    public static HandlerWrapper GetHandlerWrapper(Func<Task<Stream>> handler) =>
        new(async invocation => Answer(await handler()));

    public static HandlerWrapper GetHandlerWrapper(Func<Stream, Task<Stream>> handler) =>
        new(async invocation => Answer(await handler(invocation.InputStream)));

    public static HandlerWrapper GetHandlerWrapper(Func<ILambdaContext, Task<Stream>> handler) =>
        new(async invocation => Answer(await handler(invocation.LambdaContext)));

    public static HandlerWrapper GetHandlerWrapper(Func<Stream, ILambdaContext, Task<Stream>> handler) =>
        new(async invocation => Answer(await handler(invocation.InputStream, invocation.LambdaContext)));

    public static HandlerWrapper GetHandlerWrapper(Func<Stream> handler) =>
        new(invocation => Answer(handler()));

    public static HandlerWrapper GetHandlerWrapper(Func<Stream, Stream> handler) =>
        new(invocation => Answer(handler(invocation.InputStream)));

    public static HandlerWrapper GetHandlerWrapper(Func<ILambdaContext, Stream> handler) =>
        new(invocation => Answer(handler(invocation.LambdaContext)));

    public static HandlerWrapper GetHandlerWrapper(Func<Stream, ILambdaContext, Stream> handler) =>
        new(invocation => Answer(handler(invocation.InputStream, invocation.LambdaContext)));

    public static HandlerWrapper GetHandlerWrapper(Action<Stream, ILambdaContext, MemoryStream> handler) =>
        new(invocation =>
        {
            var output = new MemoryStream();
            handler(invocation.InputStream, invocation.LambdaContext, output);
            output.Position = 0;
            return Answer(output);
        });
}
