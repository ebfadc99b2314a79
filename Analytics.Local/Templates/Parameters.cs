using System.Globalization;
using System.Text.RegularExpressions;

namespace Analytics.Local.Templates;

/// <summary>The template's <c>Parameters</c> with their values: overrides if given, otherwise defaults.</summary>
internal sealed class Parameters
{
    private const string Section = "Parameters";

    // Timeout for matching a value against AllowedPattern, so that a template cannot hang the host.
    private static readonly TimeSpan MaxPatternTime = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, TemplateNode> _values = [];
    private readonly TemplateErrors _errors;

    public Parameters(TemplateNode.Mapping? section, IReadOnlyDictionary<string, string> overrides, TemplateErrors errors)
    {
        _errors = errors;
        foreach (var entry in section?.Entries ?? [])
        {
            _values[entry.Name] = Value(entry, overrides.GetValueOrDefault(entry.Name));
        }

        foreach (var name in overrides.Keys.Where(name => !_values.ContainsKey(name)))
        {
            var known = _values.Count == 0 ? "none" : string.Join(", ", _values.Keys);
            errors.Add(
                0, new PropertyPath(Section, name), $"A value is given for it, but the template has no such parameter; it has {known}.");
        }
    }

    public TemplateNode? Find(string name) => _values.GetValueOrDefault(name);

    private TemplateNode Value(Entry entry, string? given)
    {
        var scope = new PropertyPath(Section, entry.Name);
        var invalid = new TemplateNode.Invalid(entry.Line);
        if (entry.Value is not TemplateNode.Mapping declaration)
        {
            _errors.Add(entry.Line, scope, "A parameter is a map with a Type.");
            return invalid;
        }

        var type = (declaration.Find("Type")?.Value as TemplateNode.Scalar)?.Text;
        if (type is not ("String" or "Number" or "CommaDelimitedList" or "List<Number>"))
        {
            _errors.Add(entry.Line, scope,
                $"The local host knows parameters of type String, Number, CommaDelimitedList and List<Number>, not '{type}'.");
            return invalid;
        }

        if ((given ?? (declaration.Find("Default")?.Value as TemplateNode.Scalar)?.Text) is not { } text)
        {
            _errors.Add(entry.Line, scope, "It has no default, so a value must be given.");
            return invalid;
        }

        var isList = type is "CommaDelimitedList" or "List<Number>";
        string[] parts = isList ? text.Split(',', StringSplitOptions.TrimEntries) : [text];
        var fits = true;
        foreach (var part in parts)
        {
            fits &= Check(part, type is "Number" or "List<Number>", declaration, scope);
        }

        if (!fits)
        {
            return invalid;
        }

        return isList
            ? new TemplateNode.Sequence(entry.Line, [.. parts.Select(part => new TemplateNode.Scalar(entry.Line, part))])
            : new TemplateNode.Scalar(entry.Line, text);
    }

    private bool Check(string value, bool isNumber, TemplateNode.Mapping declaration, PropertyPath scope)
    {
        decimal? number = decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) ? parsed : null;
        var fits = true;
        if (isNumber && number is null)
        {
            Refuse(declaration.Line, "is not a number");
        }

        foreach (var rule in declaration.Entries)
        {
            var text = (rule.Value as TemplateNode.Scalar)?.Text ?? "";
            var limit = decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var asNumber) ? asNumber : 0;
            switch (rule.Name)
            {
                case "AllowedValues" when rule.Value is TemplateNode.Sequence allowed
                    && !allowed.Items.Any(item => item is TemplateNode.Scalar scalar && scalar.Text == value):
                    Refuse(rule.Line,
                        $"is none of {string.Join(", ", allowed.Items.OfType<TemplateNode.Scalar>().Select(scalar => scalar.Text))}");
                    break;
                case "AllowedPattern" when Mismatch(value, text) is { } mismatch:
                    Refuse(rule.Line, mismatch);
                    break;
                case "MinValue" when number < limit:
                    Refuse(rule.Line, $"is less than {text}");
                    break;
                case "MaxValue" when number > limit:
                    Refuse(rule.Line, $"is more than {text}");
                    break;
                case "MinLength" when value.Length < limit:
                    Refuse(rule.Line, $"is shorter than {text}");
                    break;
                case "MaxLength" when value.Length > limit:
                    Refuse(rule.Line, $"is longer than {text}");
                    break;
                case "Type" or "Default" or "Description" or "ConstraintDescription" or "NoEcho"
                    or "AllowedValues" or "AllowedPattern" or "MinValue" or "MaxValue" or "MinLength" or "MaxLength":
                    break;
                default:
                    fits = false;
                    _errors.Add(rule.Line, scope.At(rule.Name), "The local host does not know this property of a parameter.");
                    break;
            }
        }

        return fits;

        static string? Mismatch(string value, string pattern)
        {
            try
            {
                return Regex.IsMatch(value, $"^(?:{pattern})$", RegexOptions.CultureInvariant, MaxPatternTime) ? null
                    : $"does not match {pattern}";
            }
            catch (RegexMatchTimeoutException)
            {
                return $"takes longer than {MaxPatternTime.TotalSeconds:0} second to be matched with {pattern}";
            }
            catch (ArgumentException broken)
            {
                return $"cannot be matched with {pattern}: {broken.Message}";
            }
        }

        void Refuse(int line, string why)
        {
            fits = false;
            _errors.Add(line, scope, $"The value '{value}' {why}.");
        }
    }
}
