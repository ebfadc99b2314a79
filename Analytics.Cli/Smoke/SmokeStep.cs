namespace Analytics.Cli.Smoke;

/// <summary>One step of a smoke test.</summary>
/// <param name="Name">What it is called in the report.</param>
/// <param name="Took">How long it took; for a change to be counted, since the change was accepted.</param>
/// <param name="IsRight">Whether it came out as it should.</param>
/// <param name="Detail">What came out.</param>
internal sealed record SmokeStep(string Name, TimeSpan Took, bool IsRight, string Detail)
{
    /// <summary>Name of the step that cancels the order.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>Name of the step that looks for the order by its reference. Only a placement without an answer needs it.</summary>
    public const string LookedUp = "looked up";
}

/// <summary>The result of a smoke test.</summary>
/// <param name="Api">The API that was tried.</param>
/// <param name="Reference">The reference of the order.</param>
/// <param name="OrderId">The id of the order; null if none is known.</param>
/// <param name="Steps">The steps, in order; one may have failed, and be followed by what was done about the order.</param>
/// <param name="IsInterrupted">Whether a signal ended the test.</param>
internal sealed record SmokeResult(Uri Api, string Reference, string? OrderId, IReadOnlyList<SmokeStep> Steps, bool IsInterrupted)
{
    /// <summary>Whether the whole system works.</summary>
    public bool IsRight => Steps.Count == SmokeRun.StepCount && Steps.All(step => step.IsRight);
}
