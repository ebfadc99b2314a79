namespace Analytics.Local.Lambda;

/// <summary>The file that a custom runtime begins with.</summary>
public static class Bootstrap
{
    /// <summary>The full path of a function's bootstrap.</summary>
    public static string PathOf(FunctionDefinition function) =>
        Path.GetFullPath(Path.Combine(function.CodeDirectory, OperatingSystem.IsWindows() ? "bootstrap.exe" : "bootstrap"));

    /// <summary>Says what to do about a function that has not been published.</summary>
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
