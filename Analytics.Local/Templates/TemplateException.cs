namespace Analytics.Local.Templates;

/// <summary>The template cannot be brought up here; says everything that is wrong with it, not only the first thing.</summary>
public sealed class TemplateException : Exception
{
    /// <summary>Makes the exception from what was found.</summary>
    /// <param name="errors">At least one.</param>
    public TemplateException(IReadOnlyList<TemplateError> errors)
        : base(string.Join(Environment.NewLine, errors.Select(error => error.ToString()))) => Errors = errors;

    /// <summary>What was found, in the order of the lines.</summary>
    public IReadOnlyList<TemplateError> Errors { get; }
}

/// <summary>One thing that is wrong with a template.</summary>
/// <param name="File">The template's file name.</param>
/// <param name="Line">The line, from 1 on; 0 where no line is to blame.</param>
/// <param name="Resource">The logical id of the resource, or the section of the template.</param>
/// <param name="Property">The path of the property inside it; null where none is to blame.</param>
/// <param name="Message">What is wrong, in a sentence.</param>
public sealed record TemplateError(string File, int Line, string Resource, string? Property, string Message)
{
    /// <inheritdoc/>
    public override string ToString() =>
        Property is null ? $"{File}:{Line}: {Resource}: {Message}" : $"{File}:{Line}: {Resource}: {Property}: {Message}";
}
