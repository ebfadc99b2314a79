namespace Analytics.Local.CloudWatch.Dashboards;

/// <summary>The dashboards that are deployed with the template. Their files are read on each call.</summary>
/// <remarks>
/// <c>orders.json</c> is the dashboard <c>{stack}-orders</c>. Its placeholders are replaced with this stack's names, as in a deployment.
/// </remarks>
/// <param name="directory">The folder; it need not exist.</param>
/// <param name="stackName">The prefix of the dashboard names.</param>
/// <param name="fill">
/// Replaces the placeholders in a body; its arguments are the body and the file name. Throws a <see cref="FormatException"/>
/// for one that it does not know.
/// </param>
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
            // An editor has just removed or is replacing the file; the next call reads it.
            return null;
        }

        var dashboard = new Dashboard($"{stackName}-{Path.GetFileNameWithoutExtension(path)}", text, modified);
        try
        {
            return dashboard with { Body = fill(text, Path.GetFileName(path)) };
        }
        catch (FormatException problem)
        {
            return dashboard with { Problem = problem.Message };
        }
    }
}
