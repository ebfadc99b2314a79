namespace Analytics.Core.Orders;

/// <summary>One thing that is wrong with a document, and where.</summary>
/// <param name="Pointer">A JSON Pointer to the field as a URI fragment (RFC 6901, 6): <c>#/lines/0/quantity</c>; of a query, the
/// parameter.</param>
/// <param name="Detail">What the field must be, in a sentence without a subject.</param>
public sealed record FieldError(string Pointer, string Detail);

/// <summary>What is wrong with a document: at most one entry a field, in the order found. Not thread-safe.</summary>
public sealed class FieldErrors
{
    private readonly List<FieldError> _errors = [];

    /// <summary>Whether anything is wrong.</summary>
    public bool Any => _errors.Count > 0;

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<FieldError> List => _errors;

    /// <summary>Notes an error, unless the field has one already.</summary>
    public void Add(string pointer, string detail)
    {
        if (!_errors.Exists(error => error.Pointer == pointer))
        {
            _errors.Add(new FieldError(pointer, detail));
        }
    }

    /// <summary>Notes an error where a rule does not hold.</summary>
    public void Require(bool holds, string pointer, string detail)
    {
        if (!holds)
        {
            Add(pointer, detail);
        }
    }

    /// <summary>Notes an error where a rule does not hold, and says so where the field is missing.</summary>
    public void Require(string? value, bool holds, string pointer, string detail) =>
        Require(holds, pointer, value is null ? $"is missing; it {detail}" : detail);

    /// <inheritdoc/>
    public override string ToString() => string.Join("; ", _errors.Select(error => $"{error.Pointer} {error.Detail}"));
}
