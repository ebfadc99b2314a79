using System.Text;
using System.Text.Json;
using Analytics.Core.Orders;

namespace Analytics.Core.Wire;

/// <summary>Reads and validates the fields of a JSON object in a request. It may have no unknown fields. Not thread-safe.</summary>
public sealed class JsonFields
{
    private readonly JsonElement _json;
    private readonly string _pointer;

    private JsonFields(JsonElement json, string pointer, FieldErrors errors) => (_json, _pointer, Errors) = (json, pointer, errors);

    /// <summary>Receives one entry for every field that breaks a rule and has no entry yet.</summary>
    public FieldErrors Errors { get; }

    /// <summary>The fields of an object; of another value, none, and an error.</summary>
    /// <param name="json">The object.</param>
    /// <param name="known">The fields that it may have.</param>
    /// <param name="setByApi">Fields that answers have and requests must not have.</param>
    /// <param name="errors">Receives the errors.</param>
    /// <exception cref="JsonException">A name has half a surrogate pair.</exception>
    public static JsonFields Of(JsonElement json, string[] known, string[] setByApi, FieldErrors errors) =>
        Of(json, known, setByApi, "#", errors);

    /// <summary>Whether the object has a field. Null counts as a value of the wrong type, not as an absent field.</summary>
    public bool Has(string name) => _json.ValueKind == JsonValueKind.Object && _json.TryGetProperty(name, out _);

    /// <summary>The pointer to a field.</summary>
    public string PointerTo(string name) => $"{_pointer}/{name}";

    /// <summary>Adds an error for a field.</summary>
    public void Refuse(string name, string detail) => Errors.Add(PointerTo(name), detail);

    /// <summary>A text; null if it is absent or no text.</summary>
    public string? Text(string name) => Has(name) ? OrderReader.Text(_json, name, PointerTo(name), Errors) : null;

    /// <summary>A text that must be there; empty if it is not.</summary>
    /// <param name="name">The field.</param>
    /// <param name="rule">What it must be, as the error says.</param>
    public string RequiredText(string name, string rule)
    {
        if (!Has(name))
        {
            Refuse(name, $"is missing; it {rule}");
        }

        return Text(name) ?? "";
    }

    /// <summary>A name for display, trimmed and in Unicode normalisation form C; null if it is absent or invalid.</summary>
    /// <param name="name">The field.</param>
    /// <param name="maxLength">Maximum length in characters.</param>
    /// <param name="isRequired">Whether it must be there.</param>
    public string? Name(string name, int maxLength, bool isRequired)
    {
        if (!Has(name))
        {
            Errors.Require(!isRequired, PointerTo(name), $"is missing; it {OrderRules.NameRuleOf(maxLength)}");
            return null;
        }

        if (Text(name) is not { } text)
        {
            return null;
        }

        var value = OrderRules.NormalizeName(text);
        if (NewName.FaultOf(value, maxLength) is { } fault)
        {
            Refuse(name, fault);
            return null;
        }

        return value;
    }

    /// <summary>One of some words; <paramref name="otherwise"/> if it is absent, or an error if that is null.</summary>
    public string Word(string name, IReadOnlyList<string> words, string? otherwise)
    {
        var rule = $"must be {(words.Count == 1 ? words[0] : $"{string.Join(", ", words.SkipLast(1))} or {words[^1]}")}";
        if (!Has(name) && otherwise is not null)
        {
            return otherwise;
        }

        var text = RequiredText(name, rule);
        Errors.Require(words.Contains(text), PointerTo(name),
            $"{rule}; got '{text}'{(NearestName.Of(text, words) is { } near ? $"; did you mean {near}?" : "")}");
        return text;
    }

    /// <summary>A whole number in a range; <paramref name="otherwise"/> if it is absent, or an error if that is null.</summary>
    public long Whole(string name, long min, long max, long? otherwise)
    {
        if (!Has(name) && otherwise is { } value)
        {
            return value;
        }

        return Decimal(name, 0, min, max, $"must be a whole number from {min:N0} to {max:N0}", null);
    }

    /// <summary>A number with a limited number of decimals, in units of the last of them; 0 and an error if it is invalid.</summary>
    /// <param name="name">The field.</param>
    /// <param name="exponent">Number of decimals.</param>
    /// <param name="min">Smallest valid value, in units of the last decimal.</param>
    /// <param name="max">Largest valid value.</param>
    /// <param name="rule">The rule, as the error says it.</param>
    /// <param name="decimalsRule">The rule about decimals; null if <paramref name="rule"/> says it, too.</param>
    public long Decimal(string name, int exponent, long min, long max, string rule, string? decimalsRule)
    {
        if (!Has(name))
        {
            Refuse(name, $"is missing; it {rule}");
            return 0;
        }

        if (OrderReader.Number(_json, name, PointerTo(name), Errors) is not { } text)
        {
            return 0;
        }

        var reading = MinorUnits.Read(Encoding.UTF8.GetBytes(text), exponent, out var value);
        var isValid = reading == AmountReading.Exact && value >= min && value <= max;
        Errors.Require(isValid, PointerTo(name), reading == AmountReading.TooManyDecimals ? decimalsRule ?? rule : rule);
        return isValid ? value : 0;
    }

    /// <summary>True or false; <paramref name="otherwise"/> if it is absent.</summary>
    public bool Flag(string name, bool otherwise) => Has(name) ? OrderReader.Flag(_json, name, PointerTo(name), Errors) : otherwise;

    /// <summary>An object; null if it is absent.</summary>
    /// <param name="name">The field.</param>
    /// <param name="known">The fields that the object may have.</param>
    /// <exception cref="JsonException">A name has half a surrogate pair.</exception>
    public JsonFields? Object(string name, params string[] known) =>
        Has(name) ? Of(_json.GetProperty(name), known, [], PointerTo(name), Errors) : null;

    private static JsonFields Of(JsonElement json, string[] known, string[] setByApi, string pointer, FieldErrors errors)
    {
        errors.Require(json.ValueKind == JsonValueKind.Object, pointer, "must be a JSON object");
        try
        {
            new KnownFields(known, setByApi, "is set by the API; leave it out").Check(json, pointer, errors);
        }
        catch (InvalidOperationException broken)
        {
            throw new JsonException(broken.Message, broken);
        }

        return new JsonFields(json, pointer, errors);
    }
}
