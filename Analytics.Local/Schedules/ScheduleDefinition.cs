namespace Analytics.Local.Schedules;

/// <summary>A schedule that invokes a function at a fixed rate, as the template describes it.</summary>
public sealed record ScheduleDefinition
{
    /// <summary>Identifies the schedule in logs and in the event's resource: function and event, as <c>Check.EachHour</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Time between two invocations, at least one minute. The first invocation follows the start by this time.</summary>
    public required TimeSpan Every { get; init; }

    /// <summary>The event's source: <c>aws.events</c> of a rule, <c>aws.scheduler</c> of a schedule of EventBridge Scheduler.</summary>
    public required string Source { get; init; }

    /// <summary>The ARN of the rule or schedule.</summary>
    public required string Arn { get; init; }

    /// <summary>The event as JSON text; null for the one that EventBridge makes.</summary>
    public string? Input { get; init; }

    /// <summary>Whether the schedule invokes its function; default true.</summary>
    public bool Enabled { get; init; } = true;
}
