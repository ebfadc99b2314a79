using Analytics.Local.Templates;

namespace Analytics.Local.CloudWatch.Dashboards;

/// <summary>The dashboards that are deployed with the template, read from their files whenever they are asked for.</summary>
/// <remarks>
/// <c>orders.json</c> is the dashboard <c>{stack}-orders</c>, with the names of this stack filled in as the deployment does it.
/// </remarks>
/// <param name="directory">The folder; it need not be there.</param>
/// <param name="stackName">What the names begin with.</param>
/// <param name="fill">Fills in a body; takes it and the name of its file.</param>
internal sealed class DashboardFolder(string directory, string stackName, Func<string, string, string> fill)
{
    public IEnumerable<Dashboard> List() => Directory.Exists(directory)
        ? Directory.EnumerateFiles(directory, "*.json").Order(StringComparer.Ordinal).Select(Read).OfType<Dashboard>()
        : [];

    public Dashboard? Find(string name) => List().FirstOrDefault(dashboard => dashboard.Name == name);

    private Dashboard? Read(string path)
    {
        string text;
        DateTimeOffset modified;
        try
        {
            text = File.ReadAllText(path);
            modified = new DateTimeOffset(File.GetLastWriteTimeUtc(path), TimeSpan.Zero);
        }
        catch (IOException)
        {
            // Removed or replaced at this very moment, as editors do: it is there the next time.
            return null;
        }

        var dashboard = new Dashboard($"{stackName}-{Path.GetFileNameWithoutExtension(path)}", text, modified);
        try
        {
            return dashboard with { Body = fill(text, Path.GetFileName(path)) };
        }
        catch (TemplateException problem)
        {
            return dashboard with { Problem = problem.Message };
        }
    }
}
