namespace Analytics.Local.Templates;

/// <summary>The template cannot run on the local host. The message lists all errors, not only the first.</summary>
public sealed class TemplateException : FormatException
{
    /// <summary>Creates the exception from the collected errors.</summary>
    /// <param name="errors">At least one error.</param>
    public TemplateException(IReadOnlyList<TemplateError> errors)
        : base(string.Join(Environment.NewLine, errors.Select(error => error.ToString()))) => Errors = errors;

    /// <summary>The errors, ordered by line.</summary>
    public IReadOnlyList<TemplateError> Errors { get; }
}

/// <summary>One error in a template.</summary>
/// <param name="File">The template's file name.</param>
/// <param name="Line">The line, starting at 1; 0 if the error has no line.</param>
/// <param name="Resource">The resource's logical id, or the template section.</param>
/// <param name="Property">The path of the property within the resource; null if the error concerns none.</param>
/// <param name="Message">The error, as a sentence.</param>
public sealed record TemplateError(string File, int Line, string Resource, string? Property, string Message)
{
    /// <inheritdoc/>
    public override string ToString() =>
        Property is null ? $"{File}:{Line}: {Resource}: {Message}" : $"{File}:{Line}: {Resource}: {Property}: {Message}";
}
