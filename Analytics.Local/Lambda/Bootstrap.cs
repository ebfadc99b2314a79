namespace Analytics.Local.Lambda;

/// <summary>The executable that Lambda runs first in a custom runtime.</summary>
public static class Bootstrap
{
    /// <summary>The full path of a function's bootstrap.</summary>
    public static string PathOf(FunctionDefinition function) =>
        Path.GetFullPath(Path.Combine(function.CodeDirectory, OperatingSystem.IsWindows() ? "bootstrap.exe" : "bootstrap"));

    /// <summary>Throws if a function has not been published, with a message that says how to publish it.</summary>
    /// <exception cref="FileNotFoundException">There is no bootstrap.</exception>
    public static void Require(FunctionDefinition function)
    {
        if (!File.Exists(PathOf(function)))
        {
            throw new FileNotFoundException(
                $"{function.LogicalId} has no bootstrap at {PathOf(function)}: publish the function there first.", PathOf(function));
        }
    }
}
