namespace Analytics.Local.CloudWatch.Dashboards;

/// <summary>Keeps dashboards, in memory and, with a directory, in files. Safe to use from many threads at once.</summary>
/// <remarks>
/// A dashboard is the file <c>{name}.json</c> that holds its body as it was put, and its time of change is the file's;
/// so they can be looked at, edited and copied while the endpoint is stopped. Those that come with the template are there, too,
/// unless one of the same name was put, as may happen to a deployed one, too.
/// </remarks>
internal sealed class DashboardStore
{
    private readonly Lock gate = new();
    private readonly string? directory;
    private readonly DashboardFolder? deployed;
    private readonly SortedDictionary<string, Dashboard> dashboards = new(StringComparer.Ordinal);

    /// <param name="directory">Is made if there is none; null for memory only.</param>
    /// <param name="deployed">Those that come with the template; null for none.</param>
    public DashboardStore(string? directory, DashboardFolder? deployed = null)
    {
        this.directory = directory;
        this.deployed = deployed;
        if (directory is null)
        {
            return;
        }

        Directory.CreateDirectory(directory);
        foreach (var path in Directory.EnumerateFiles(directory, "*.json"))
        {
            var name = Path.GetFileNameWithoutExtension(path);
            var modified = new DateTimeOffset(File.GetLastWriteTimeUtc(path), TimeSpan.Zero);
            dashboards[name] = new Dashboard(name, File.ReadAllText(path), modified);
        }
    }

    /// <summary>Those whose name begins so, in the order of their names.</summary>
    public IReadOnlyList<Dashboard> List(string prefix)
    {
        lock (gate)
        {
            return [.. dashboards.Values
                .Concat((deployed?.List() ?? []).Where(dashboard => !dashboards.ContainsKey(dashboard.Name)))
                .Where(dashboard => dashboard.Name.StartsWith(prefix, StringComparison.Ordinal))
                .OrderBy(dashboard => dashboard.Name, StringComparer.Ordinal)];
        }
    }

    public Dashboard? Find(string name)
    {
        lock (gate)
        {
            return dashboards.GetValueOrDefault(name) ?? deployed?.Find(name);
        }
    }

    /// <summary>Stores a dashboard, replacing the one of that name.</summary>
    public void Put(Dashboard dashboard)
    {
        lock (gate)
        {
            if (directory is not null)
            {
                var fresh = PathOf(dashboard.Name) + ".new";
                File.WriteAllText(fresh, dashboard.Body);
                File.SetLastWriteTimeUtc(fresh, dashboard.LastModified.UtcDateTime);
                File.Move(fresh, PathOf(dashboard.Name), overwrite: true);
            }

            dashboards[dashboard.Name] = dashboard;
        }
    }

    /// <summary>Removes dashboards, all or none.</summary>
    /// <returns>The first name of which there is no dashboard, and then nothing was removed; null if all were removed.</returns>
    public string? Remove(IReadOnlyList<string> names)
    {
        lock (gate)
        {
            if (names.FirstOrDefault(name => !dashboards.ContainsKey(name)) is { } missing)
            {
                return missing;
            }

            foreach (var name in names)
            {
                if (directory is not null)
                {
                    File.Delete(PathOf(name));
                }

                dashboards.Remove(name);
            }

            return null;
        }
    }

    // The names are checked before they come here: no path can hide in one.
    private string PathOf(string name) => Path.Combine(directory ?? "", name + ".json");
}
