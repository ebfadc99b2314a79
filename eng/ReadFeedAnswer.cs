using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>Reads from the output of a restore which packages the feed does not have (see FeedProbe.targets).</summary>
public class ReadFeedAnswer : Task
{
    private static readonly Regex s_error = new Regex(@": error (?<code>[A-Z]+\d+): (?<text>.*)$");
    private static readonly Regex s_package = new Regex(@"package (?<id>[\w.-]*\w)");
    private static readonly Regex s_reference = new Regex("<PackageReference Include=\"(?<id>[^\"]+)\"");

    [Required]
    public int ExitCode { get; set; }

    public string[] Lines { get; set; } = new string[0];

    /// <summary>The projects that can take the place of packages; each is named as its package.</summary>
    [Required]
    public ITaskItem[] Standins { get; set; }

    /// <summary>The packages to be replaced, joined by semicolons.</summary>
    [Output]
    public string Missing { get; set; } = "";

    public override bool Execute()
    {
        var errors = Lines.Select(line => s_error.Match(line)).Where(error => error.Success).ToList();
        var other = errors.Where(error => error.Groups["code"].Value != "NU1101").ToList();
        if (other.Count > 0 || (ExitCode != 0 && errors.Count == 0))
        {
            return Fail(other);
        }

        var lacking = errors.Select(error => s_package.Match(error.Groups["text"].Value).Groups["id"].Value).Distinct().OrderBy(id => id)
            .ToList();
        var replaceable = Standins.ToDictionary(standin => standin.GetMetadata("Filename"), standin => standin.GetMetadata("FullPath"));
        foreach (var id in lacking.Where(id => !replaceable.ContainsKey(id)))
        {
            Log.LogError("The package feed lacks {0}, which a package of Directory.Packages.props needs and nothing under standins/ can "
                + "take the place of.", id);
        }

        if (Log.HasLoggedErrors || lacking.Count == 0)
        {
            return !Log.HasLoggedErrors;
        }

        // A package was compiled against the packages it needs, and does not load with a stand-in for one of them.
        var along = replaceable.Where(standin => !lacking.Contains(standin.Key) && Needs(standin.Value, lacking)).Select(
            standin => standin.Key).ToList();
        Log.LogMessage(
            MessageImportance.High,
            "The package feed lacks {0} ({1}): building the stand-ins under standins/ in their place{2}.",
            lacking.Count == 1 ? "1 package" : lacking.Count + " packages",
            string.Join(", ", lacking),
            along.Count == 0 ? "" : ", and those for what needs them (" + string.Join(", ", along) + ")");
        Missing = string.Join(";", lacking.Concat(along));
        return true;
    }

    private static bool Needs(string standin, List<string> lacking) =>
        s_reference.Matches(File.ReadAllText(standin)).Cast<Match>().Any(reference => lacking.Contains(reference.Groups["id"].Value));

    private bool Fail(List<Match> errors)
    {
        var what = errors.Any(error => error.Groups["code"].Value == "NU1301") ? "The package feed cannot be reached"
            : errors.Any(error => error.Groups["code"].Value == "NU1102")
                ? "The package feed has a package, but not in the version that Directory.Packages.props asks for"
            : "Asking the package feed failed";
        var said = errors.Count > 0 ? errors.Select(error => error.Groups["code"].Value + ": " + error.Groups["text"].Value) : Lines;
        Log.LogError(
            "{0}. Whether stand-ins are needed stays open until it answers; nothing was replaced. NuGet said: {1}",
            what,
            string.Join(" / ", said.Select(line => line.Trim()).Where(line => line.Length > 0)));
        return false;
    }
}
