using System.Reflection;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Makes the static <see cref="LambdaLogger"/> write to the function's log.</summary>
/// <remarks>Amazon.Lambda.Core leaves no other way in than these fields; one it does not have stays as it is.</remarks>
internal static class LambdaLoggerRedirection
{
    public static void To(ILambdaLogger logger)
    {
        const BindingFlags Fields = BindingFlags.NonPublic | BindingFlags.Static;
        typeof(LambdaLogger).GetField("_loggingAction", Fields)?.SetValue(null, (Action<string>)logger.Log);
        typeof(LambdaLogger).GetField("_loggingWithLevelAction", Fields)?.SetValue(null, (Action<string, string, object[]>)logger.Log);
        typeof(LambdaLogger).GetField("_loggingWithLevelAndExceptionAction", Fields)
            ?.SetValue(null, (Action<string, Exception, string, object[]>)logger.Log);
    }
}
