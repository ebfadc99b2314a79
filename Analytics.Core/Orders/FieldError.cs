namespace Analytics.Core.Orders;

/// <summary>One validation error of a document or query.</summary>
/// <param name="Pointer">
/// JSON Pointer to the field as a URI fragment (RFC 6901, section 6), such as <c>#/lines/0/quantity</c>. For a query: the parameter.
/// </param>
/// <param name="Detail">What the field must be, as a sentence without a subject.</param>
public sealed record FieldError(string Pointer, string Detail);

/// <summary>
/// Collects the validation errors of a document: at most one per field, in the order found, and at most <see cref="MaxErrors"/>. Not
/// thread-safe.
/// </summary>
public sealed class FieldErrors
{
    /// <summary>Maximum number of errors that are listed, so that a request cannot make its own refusal too large to be sent.</summary>
    public const int MaxErrors = 1000;

    private readonly List<FieldError> _errors = [];
    private readonly HashSet<string> _pointers = [];

    /// <summary>Whether there is at least one error.</summary>
    public bool Any => _errors.Count > 0;

    /// <summary>The errors, in the order found.</summary>
    public IReadOnlyList<FieldError> List => _errors;

    /// <summary>Adds an error unless the field already has one.</summary>
    public void Add(string pointer, string detail)
    {
        if (_errors.Count < MaxErrors && _pointers.Add(pointer))
        {
            _errors.Add(new FieldError(pointer, detail));
        }
    }

    /// <summary>Adds an error if <paramref name="holds"/> is false, unless the field already has one.</summary>
    public void Require(bool holds, string pointer, string detail)
    {
        if (!holds)
        {
            Add(pointer, detail);
        }
    }

    /// <summary>Adds an error if <paramref name="holds"/> is false, and reports a null <paramref name="value"/> as missing.</summary>
    public void Require(string? value, bool holds, string pointer, string detail) =>
        Require(holds, pointer, value is null ? $"is missing; it {detail}" : detail);

    /// <inheritdoc/>
    public override string ToString() => string.Join("; ", _errors.Select(error => $"{error.Pointer} {error.Detail}"));
}
