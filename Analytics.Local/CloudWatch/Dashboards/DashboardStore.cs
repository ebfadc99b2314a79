namespace Analytics.Local.CloudWatch.Dashboards;

/// <summary>Stores dashboards in memory and, if a directory is given, in files. Thread-safe.</summary>
/// <remarks>
/// The file <c>{name}.json</c> contains a dashboard's body exactly as it was put, and the file's modification time is the dashboard's.
/// The files can therefore be viewed, edited and copied while the endpoint is stopped. The store also has the dashboards that are
/// deployed with the template. A dashboard that was put hides a deployed one of the same name.
/// </remarks>
internal sealed class DashboardStore
{
    private readonly Lock gate = new();
    private readonly string? directory;
    private readonly DashboardFolder? deployed;
    private readonly SortedDictionary<string, Dashboard> dashboards = new(StringComparer.Ordinal);

    /// <param name="directory">The directory, which is created if it does not exist; null for memory only.</param>
    /// <param name="deployed">The dashboards that are deployed with the template; null for none.</param>
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

    /// <summary>Returns the dashboards whose names begin with the prefix, ordered by name.</summary>
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

    /// <summary>Stores a dashboard and replaces an existing one of the same name.</summary>
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
    /// <returns>The first name without a stored dashboard, in which case nothing was removed; null if all were removed.</returns>
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

    // Callers validate names first, so a name cannot contain a path.
    private string PathOf(string name) => Path.Combine(directory ?? "", name + ".json");
}
