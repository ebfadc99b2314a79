using System.Collections;
using System.Globalization;

namespace Analytics.Local.Lambda;

/// <summary>Builds the environment variables of a function's process.</summary>
public static class FunctionEnvironment
{
    /// <summary>The variables of one execution environment. Inherits only those of the host's variables that any process needs.</summary>
    public static IReadOnlyDictionary<string, string> Of(FunctionDefinition function, string region, string runtimeApi, string logStream)
    {
        Dictionary<string, string> variables = new(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (variable is { Key: string name, Value: string value } && IsHanded(name))
            {
                variables[name] = value;
            }
        }

        // Not the developer's home directory: the SDK would find credentials and settings there that the deployed function does not have.
        variables["HOME"] = Path.GetTempPath();
        variables["LANG"] = "en_US.UTF-8";

        foreach ((string name, string value) in function.Environment)
        {
            variables[name] = value;
        }

        // Set last, because Lambda reserves these names.
        variables["AWS_LAMBDA_RUNTIME_API"] = runtimeApi;
        variables["AWS_LAMBDA_FUNCTION_NAME"] = function.FunctionName;
        variables["AWS_LAMBDA_FUNCTION_VERSION"] = "$LATEST";
        variables["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = function.MemorySizeMb.ToString(CultureInfo.InvariantCulture);
        variables["AWS_LAMBDA_LOG_GROUP_NAME"] = $"/aws/lambda/{function.FunctionName}";
        variables["AWS_LAMBDA_LOG_STREAM_NAME"] = logStream;
        variables["AWS_LAMBDA_INITIALIZATION_TYPE"] = "on-demand";
        variables["AWS_EXECUTION_ENV"] = "AWS_Lambda_provided.al2023";
        variables["AWS_REGION"] = region;
        variables["AWS_DEFAULT_REGION"] = region;
        variables["LAMBDA_TASK_ROOT"] = function.CodeDirectory;
        variables["_HANDLER"] = function.Handler;
        variables["TZ"] = ":UTC";
        return variables;
    }

    private static bool IsHanded(string name) => name is "PATH" or "TMPDIR"
        || name.StartsWith("DOTNET_", StringComparison.Ordinal)
        || (OperatingSystem.IsWindows() && name.ToUpperInvariant() is "PATH" or "SYSTEMROOT" or "TEMP" or "TMP");
}
