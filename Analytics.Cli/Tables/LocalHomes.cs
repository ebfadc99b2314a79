using Analytics.Cli.Terminal;
using Analytics.Local;

namespace Analytics.Cli.Tables;

/// <summary>Where local stacks keep their data unless <c>--data</c> says otherwise: <c>./run</c> apart from the demo.</summary>
internal static class LocalHomes
{
    /// <summary>The default data directory of a local stack.</summary>
    /// <param name="projectDirectory">The folder of the project.</param>
    /// <param name="isDemo">Whether it is that of the demo.</param>
    public static string Of(string projectDirectory, bool isDemo) => Path.Combine(projectDirectory, isDemo ? ".local-demo" : ".local");

    /// <summary>The default data directory of a command that needs a running stack: the demo's if only the demo is running.</summary>
    public static string OfRunning(string projectDirectory)
    {
        var (own, demo) = (Of(projectDirectory, isDemo: false), Of(projectDirectory, isDemo: true));
        return !new LocalHome(own).HasRunningStack && new LocalHome(demo).HasRunningStack ? demo : own;
    }

    /// <summary>The directory of the page's files.</summary>
    /// <param name="projectDirectory">The folder of the project.</param>
    public static string PageFiles(string projectDirectory) => Path.Combine(projectDirectory, "page");

    /// <summary>The folder of the project that this program belongs to.</summary>
    public static string Project() => ProjectFolder.Find(AppContext.BaseDirectory, Environment.CurrentDirectory);
}
