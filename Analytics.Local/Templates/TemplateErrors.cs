namespace Analytics.Local.Templates;

/// <summary>Gathers what is wrong with one template, so that all of it can be said at once.</summary>
internal sealed class TemplateErrors(string file)
{
    // A set: a value that several resources share is evaluated for each of them and would be blamed as often.
    private readonly HashSet<TemplateError> _errors = [];

    public void Add(int line, Scope scope, string message) =>
        _errors.Add(new TemplateError(file, line, scope.Resource, scope.Path, message));

    /// <exception cref="TemplateException">Something was found.</exception>
    public void ThrowIfAny()
    {
        if (_errors.Count > 0)
        {
            throw new TemplateException([.. _errors.OrderBy(error => error.Line)]);
        }
    }
}

/// <summary>Where in the template something is, for messages.</summary>
internal sealed record Scope(string Resource, string? Path = null)
{
    public Scope At(string name) => this with { Path = Path is null ? name : $"{Path}.{name}" };

    public Scope At(int index) => this with { Path = $"{Path}[{index}]" };
}
