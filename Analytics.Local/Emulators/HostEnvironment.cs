using System.Collections;

namespace Analytics.Local.Emulators;

/// <summary>The host's own environment variables.</summary>
public static class HostEnvironment
{
    /// <summary>All of the host's variables; the given variables are added and override them.</summary>
    public static IReadOnlyDictionary<string, string> With(IReadOnlyDictionary<string, string> variables)
    {
        var all = new Dictionary<string, string>();
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            all[(string)variable.Key] = (string?)variable.Value ?? "";
        }

        foreach (var (name, value) in variables)
        {
            all[name] = value;
        }

        return all;
    }
}
