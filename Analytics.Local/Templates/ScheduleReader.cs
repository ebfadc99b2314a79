using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Analytics.Local.Schedules;

namespace Analytics.Local.Templates;

/// <summary>Reads an event of type <c>Schedule</c> or <c>ScheduleV2</c> with a rate expression.</summary>
internal static partial class ScheduleReader
{
    private static readonly Dictionary<string, string> WithoutEffect = new()
    {
        ["DeadLetterConfig"] = "an invocation that fails is logged",
        ["Description"] = "for people",
        ["FlexibleTimeWindow"] = "invocations are on time",
        ["KmsKeyArn"] = "the event is the developer's own",
        ["OmitName"] = "for people",
        ["PermissionsBoundary"] = "whatever runs here runs as the developer",
        ["RetryPolicy"] = "the next invocation is due soon",
        ["RoleArn"] = "whatever runs here runs as the developer",
    };

    public static ScheduleDefinition Read(string name, string type, TemplateSettings settings, PropertyReader properties)
    {
        properties.Accept(WithoutEffect);
        properties.Text("Name");
        var isRule = type == "Schedule";
        var physical = $"{settings.StackName}-{name.Replace('.', '-')}";
        return new ScheduleDefinition
        {
            Name = name,
            Every = Rate(properties, isRule ? "Schedule" : "ScheduleExpression"),
            Source = isRule ? "aws.events" : "aws.scheduler",
            Arn = isRule ? settings.Arn("events", $"rule/{physical}") : settings.Arn("scheduler", $"schedule/default/{physical}"),
            Input = Input(properties),
            Enabled = properties.OneOf("State", "ENABLED", "ENABLED", "DISABLED") == "ENABLED"
                && (!isRule || properties.Flag("Enabled", otherwise: true)),
        };
    }

    // EventBridge user guide, "Rate expressions": a value of 1 takes a unit in the singular, any other a plural.
    private static TimeSpan Rate(PropertyReader properties, string name)
    {
        var text = properties.RequiredText(name);
        if (RatePattern().Match(text) is { Success: true } match
            && int.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value is >= 1 and <= 100_000
            && (value == 1) != match.Groups[3].Success)
        {
            return match.Groups[2].Value switch
            {
                "minute" => TimeSpan.FromMinutes(value),
                "hour" => TimeSpan.FromHours(value),
                _ => TimeSpan.FromDays(value),
            };
        }

        if (text.Length > 0)
        {
            properties.Reject(name, $"The local host knows rates, as rate(1 hour) or rate(5 minutes), not '{text}'.");
        }

        return TimeSpan.FromMinutes(1);
    }

    private static string? Input(PropertyReader properties)
    {
        if (properties.Text("Input") is not { } text)
        {
            return null;
        }

        try
        {
            using var parsed = JsonDocument.Parse(text);
        }
        catch (JsonException exception)
        {
            properties.Reject("Input", $"It is not JSON: {exception.Message}");
        }

        return text;
    }

    [GeneratedRegex(@"^rate\((\d+) (minute|hour|day)(s)?\)$")]
    private static partial Regex RatePattern();
}
