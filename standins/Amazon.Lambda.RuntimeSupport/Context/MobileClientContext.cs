using System.Text.Json;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>The client context that an AWS mobile SDK sends; empty when there is none.</summary>
internal sealed class MobileClientContext : IClientContext, IClientApplication
{
    public IDictionary<string, string> Environment { get; private init; } = new Dictionary<string, string>();

    public IClientApplication Client => this;

    public IDictionary<string, string> Custom { get; private init; } = new Dictionary<string, string>();

    public string AppPackageName { get; private init; }

    public string AppTitle { get; private init; }

    public string AppVersionCode { get; private init; }

    public string AppVersionName { get; private init; }

    public string InstallationId { get; private init; }

    public static MobileClientContext Parse(string json)
    {
        if (string.IsNullOrWhiteSpace(json))
        {
            return new MobileClientContext();
        }

        using var document = JsonDocument.Parse(json);
        var client = document.RootElement.TryGetProperty("client", out var found) ? found : default;
        return new MobileClientContext
        {
            AppPackageName = Text(client, "app_package_name"),
            AppTitle = Text(client, "app_title"),
            AppVersionCode = Text(client, "app_version_code"),
            AppVersionName = Text(client, "app_version_name"),
            InstallationId = Text(client, "installation_id"),
            Custom = Map(document.RootElement, "custom"),
            Environment = Map(document.RootElement, "env"),
        };
    }

    private static string Text(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) ? value.ToString() : null;

    private static Dictionary<string, string> Map(JsonElement of, string name) =>
        of.TryGetProperty(name, out var map) && map.ValueKind == JsonValueKind.Object
            ? map.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.ToString())
            : [];
}
