using System.Text.RegularExpressions;
using Analytics.Local.CloudWatch.Protocol;

namespace Analytics.Local.CloudWatch.Operations;

/// <summary>Validates dashboard names and builds dashboard ARNs.</summary>
internal static partial class DashboardName
{
    public static string Required(Input input)
    {
        var name = input.RequiredText("DashboardName");
        RequestParameters.Check(IsValid(name), name, "DashboardName");
        return name;
    }

    public static bool IsValid(string name) => Pattern().IsMatch(name);

    /// <summary>Builds the ARN, which has no region: dashboards belong to an account.</summary>
    public static string Arn(string account, string name) => $"arn:aws:cloudwatch::{account}:dashboard/{name}";

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,255}\z")]
    private static partial Regex Pattern();
}
