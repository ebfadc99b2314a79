namespace Analytics.Local.Templates;

/// <summary>Collects the errors of one template, so that all are reported together.</summary>
internal sealed class TemplateErrors(string file)
{
    // A set removes duplicates: a value that several resources share is evaluated, and reported, once for each of them.
    private readonly HashSet<TemplateError> _errors = [];

    public void Add(int line, PropertyPath scope, string message) =>
        _errors.Add(new TemplateError(file, line, scope.Resource, scope.Path, message));

    /// <exception cref="TemplateException">At least one error was collected.</exception>
    public void ThrowIfAny()
    {
        if (_errors.Count > 0)
        {
            throw new TemplateException([.. _errors.OrderBy(error => error.Line)]);
        }
    }
}

/// <summary>A location in the template, for error messages.</summary>
internal sealed record PropertyPath(string Resource, string? Path = null)
{
    public PropertyPath At(string name) => this with { Path = Path is null ? name : $"{Path}.{name}" };

    public PropertyPath At(int index) => this with { Path = $"{Path}[{index}]" };
}
