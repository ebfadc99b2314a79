using System.Text.Json;
using System.Text.RegularExpressions;

namespace Analytics.Local.CloudWatch.Dashboards;

/// <summary>Validates dashboard bodies against CloudWatch's "Dashboard Body Structure and Syntax".</summary>
internal static partial class DashboardBody
{
    private const int MaxWidgets = 500;
    private const int MaxVariables = 25;
    private const int GridColumns = 24;

    /// <summary>Returns the errors and warnings for a body, in text order; empty if there are none.</summary>
    public static IReadOnlyList<BodyMessage> Check(string body)
    {
        var messages = new List<BodyMessage>();
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = new BodyNode(document.RootElement, "", messages);
            if (root.ExpectObject())
            {
                CheckRoot(root);
            }
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // Reading a string or a name that contains an unpaired surrogate throws InvalidOperationException.
            messages.Add(new BodyMessage("", $"The dashboard body is not valid JSON: {problem.Message}", true));
        }

        return messages;
    }

    private static void CheckRoot(BodyNode root)
    {
        root.ExpectOnly("start", "end", "periodOverride", "variables", "widgets");
        root.Member("periodOverride")?.ExpectOneOf("auto", "inherit");
        CheckTimes(root);
        if (root.Member("variables") is { } variables && variables.ExpectArray(0, MaxVariables))
        {
            foreach (var variable in variables.Items().Where(variable => variable.ExpectObject()))
            {
                variable.Required("type")?.ExpectOneOf("property", "pattern");
                variable.Required("inputType")?.ExpectOneOf("input", "select", "radio");
                variable.Required("id")?.ExpectText();
            }
        }

        if (root.Required("widgets") is { } widgets && widgets.ExpectArray(0, MaxWidgets))
        {
            foreach (var widget in widgets.Items().Where(widget => widget.ExpectObject()))
            {
                CheckWidget(widget);
            }
        }
    }

    private static void CheckTimes(BodyNode root)
    {
        foreach (var time in new[] { root.Member("start"), root.Member("end") })
        {
            if (time is { } given
                && (given.AsText is not { } text || !(RelativeTime().IsMatch(text) || DateTimeOffset.TryParse(text, out _))))
            {
                given.Error("Should be a time such as -PT6H or 2026-01-02T03:04:05.000Z");
            }
        }

        if (root.Member("end") is not null && root.Member("start") is null)
        {
            root.Error("Should have property 'start' when property 'end' is present");
        }
    }

    private static void CheckWidget(BodyNode widget)
    {
        widget.ExpectOnly("type", "x", "y", "width", "height", "properties");
        widget.Member("x")?.ExpectWhole(0, GridColumns - 1);
        widget.Member("y")?.ExpectWhole(0, double.MaxValue);
        widget.Member("width")?.ExpectWhole(1, GridColumns);
        widget.Member("height")?.ExpectWhole(1, 1000);
        if (widget.Member("x") is null != widget.Member("y") is null)
        {
            widget.Error("Should have both properties 'x' and 'y', or neither");
        }

        var type = widget.Required("type");
        type?.ExpectOneOf("metric", "text", "log", "alarm", "explorer", "custom", "chart");
        if (widget.Required("properties") is { } properties && properties.ExpectObject())
        {
            WidgetProperties.Check(type?.AsText, properties);
        }
    }

    [GeneratedRegex(@"^-P(?=.)([0-9]+[YMWD])*(T([0-9]+[HMS])+)?\z")]
    private static partial Regex RelativeTime();
}
