using System.Globalization;

namespace Analytics.Local.Templates;

/// <summary>Reads a map of properties and reports every property that no code reads as unsupported.</summary>
/// <remarks>
/// A missing or invalid value is reported and read as the default, so that reading continues and finds further errors.
/// </remarks>
internal sealed class PropertyReader
{
    private readonly TemplateNode.Mapping _properties;
    private readonly HashSet<string> _read = [];
    private readonly PropertyPath _scope;
    private readonly Evaluator _evaluator;
    private readonly TemplateErrors _errors;

    public PropertyReader(TemplateNode.Mapping properties, PropertyPath scope, Evaluator evaluator, TemplateErrors errors)
    {
        _properties = properties;
        _scope = scope;
        _evaluator = evaluator;
        _errors = errors;
    }

    /// <summary>Returns the evaluated property; null if it is absent or could not be evaluated.</summary>
    public TemplateNode? Node(string name)
    {
        _read.Add(name);
        var value = _properties.Find(name) is { } entry ? _evaluator.Evaluate(entry.Value, _scope.At(name)) : null;
        return value is TemplateNode.Invalid ? null : value;
    }

    /// <summary>Whether the property is there. Does not count as reading it.</summary>
    public bool Has(string name) => _properties.Find(name) is not null;

    public string? Text(string name) => Node(name) switch
    {
        null => null,
        TemplateNode.Scalar scalar => scalar.Text,
        var other => Bad<string?>(other.Line, name, $"It must be text, not {other.Kind}."),
    };

    public string RequiredText(string name) => Required(name) ? Text(name) ?? "" : "";

    public string OneOf(string name, string otherwise, params ReadOnlySpan<string> allowed)
    {
        if (Text(name) is not { } text)
        {
            return otherwise;
        }

        return allowed.Contains(text) ? text
            : Bad(Line(name), name, $"The local host knows {string.Join(", ", allowed!)}, not '{text}'.", otherwise);
    }

    public int? Integer(string name, int min, int max)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min
            && number <= max
            ? number
            : Bad<int?>(Line(name), name, $"It must be a whole number from {min} to {max}, not '{text}'.");
    }

    public bool Flag(string name, bool otherwise = false) => Text(name)?.ToLowerInvariant() switch
    {
        null => otherwise,
        "true" => true,
        "false" => false,
        var text => Bad(Line(name), name, $"It must be true or false, not '{text}'.", otherwise),
    };

    public IReadOnlyList<string> Texts(string name)
    {
        var texts = new List<string>();
        foreach (var item in Items(name))
        {
            if (item is TemplateNode.Scalar scalar)
            {
                texts.Add(scalar.Text);
            }
            else if (item is not TemplateNode.Invalid)
            {
                Bad(item.Line, name, $"It must be a list of texts, and this is {item.Kind}.");
            }
        }

        return texts;
    }

    /// <summary>Reads a nested map; does not call <paramref name="read"/> if the map is absent.</summary>
    public T? Object<T>(string name, Func<PropertyReader, T?> read) where T : class =>
        Node(name) switch
        {
            null => null,
            TemplateNode.Mapping mapping => Nested(mapping, _scope.At(name), read),
            var other => Bad<T?>(other.Line, name, $"It must be a map, not {other.Kind}."),
        };

    /// <summary>Reads a list of nested maps; empty if the list is absent.</summary>
    public IReadOnlyList<T> Objects<T>(string name, Func<PropertyReader, T> read)
    {
        var objects = new List<T>();
        foreach (var (index, item) in Items(name).Index())
        {
            if (item is TemplateNode.Mapping mapping)
            {
                objects.Add(Nested(mapping, _scope.At(name).At(index), read));
            }
            else if (item is not TemplateNode.Invalid)
            {
                Bad(item.Line, name, $"It must be a list of maps, and this is {item.Kind}.");
            }
        }

        return objects;
    }

    /// <summary>The entries of a nested map whose keys the template's author chooses, each with a reader for its value.</summary>
    public IEnumerable<(Entry Entry, PropertyReader Reader)> NamedObjects(string name)
    {
        foreach (var entry in Named(name))
        {
            if (entry.Value is TemplateNode.Mapping mapping)
            {
                yield return (entry, new PropertyReader(mapping, _scope.At(name).At(entry.Name), _evaluator, _errors));
            }
            else if (entry.Value is not TemplateNode.Invalid)
            {
                Bad(entry.Line, $"{name}.{entry.Name}", $"It must be a map, not {entry.Value.Kind}.");
            }
        }
    }

    public IReadOnlyDictionary<string, string> TextsByName(string name)
    {
        var texts = new Dictionary<string, string>();
        foreach (var entry in Named(name))
        {
            if (entry.Value is TemplateNode.Scalar scalar)
            {
                texts[entry.Name] = scalar.Text;
            }
            else if (entry.Value is not TemplateNode.Invalid)
            {
                Bad(entry.Line, $"{name}.{entry.Name}", $"It must be text, not {entry.Value.Kind}.");
            }
        }

        return texts;
    }

    /// <summary>Reports an error if the property is absent.</summary>
    public bool Required(string name) => _properties.Find(name) is not null || Bad(_properties.Line, name, "It is missing.", false);

    /// <summary>Reports an error in a property that was read.</summary>
    public void Reject(string name, string message) => Bad(Line(name), name, message);

    /// <summary>Accepts properties that intentionally have no effect here. Their references are still checked.</summary>
    /// <param name="reasons">The properties, each with the reason why it has no effect.</param>
    public void Accept(IReadOnlyDictionary<string, string> reasons)
    {
        foreach (var entry in _properties.Entries.Where(entry => reasons.ContainsKey(entry.Name)))
        {
            Node(entry.Name);
        }
    }

    /// <summary>Reports an error for every property that was not read.</summary>
    public void Done()
    {
        foreach (var entry in _properties.Entries.Where(entry => !_read.Contains(entry.Name)))
        {
            _errors.Add(entry.Line, _scope.At(entry.Name), "The local host does not understand this property.");
        }
    }

    private T Nested<T>(TemplateNode.Mapping mapping, PropertyPath scope, Func<PropertyReader, T> read)
    {
        var reader = new PropertyReader(mapping, scope, _evaluator, _errors);
        var result = read(reader);
        reader.Done();
        return result;
    }

    private IReadOnlyList<TemplateNode> Items(string name) => Node(name) switch
    {
        null => [],
        TemplateNode.Sequence sequence => sequence.Items,
        // CloudFormation accepts a single value in place of a list with one item.
        TemplateNode.Scalar scalar => [scalar],
        var other => Bad<IReadOnlyList<TemplateNode>>(other.Line, name, $"It must be a list, not {other.Kind}.", []),
    };

    private IReadOnlyList<Entry> Named(string name) => Node(name) switch
    {
        null => [],
        TemplateNode.Mapping mapping => mapping.Entries,
        var other => Bad<IReadOnlyList<Entry>>(other.Line, name, $"It must be a map, not {other.Kind}.", []),
    };

    private int Line(string name) => _properties.Find(name)?.Line ?? _properties.Line;

    private void Bad(int line, string name, string message) => _errors.Add(line, _scope.At(name), message);

    private T Bad<T>(int line, string name, string message, T otherwise = default!)
    {
        Bad(line, name, message);
        return otherwise;
    }
}
