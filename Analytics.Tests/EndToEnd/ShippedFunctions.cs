using Xunit;

namespace Analytics.Tests.EndToEnd;

/// <summary>The functions as they ship, compiled ahead of time; <c>./test</c> makes them where it can.</summary>
internal static class ShippedFunctions
{
    /// <summary>The folder with their bootstrap; null where they could not be made.</summary>
    public static string? Folder()
    {
        var folder = Path.Combine(StackFixture.Root(), "artifacts", "publish", "Analytics.Functions", "release_linux-x64");
        return File.Exists(Path.Combine(folder, "bootstrap")) ? folder : null;
    }
}

/// <summary>A fact about the functions as they ship. Where they could not be made it is skipped, and says why.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ShippedFactAttribute : FactAttribute
{
    public ShippedFactAttribute() => Skip = ShippedFunctions.Folder() is null
        ? "The functions are not compiled ahead of time, so every end-to-end test runs them for the JIT compiler: ./test compiles them "
            + "where clang or gcc can link."
        : null;
}
