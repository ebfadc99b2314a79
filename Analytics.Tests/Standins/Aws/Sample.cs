using System.Collections;
using System.Reflection;
using System.Text;
using Amazon.Runtime;

namespace Analytics.Tests.Standins.Aws;

/// <summary>Model objects with a value in every member, no two members alike where their type allows it.</summary>
internal sealed class Sample
{
    private int _count;

    public static object Of(Type model) => new Sample().Value(model, "model", depth: 0)!;

    private object? Value(Type type, string name, int depth)
    {
        _count++;
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
            return $"{name} {_count} \"é+/\"";
        if (type == typeof(int))
            return _count;
        if (type == typeof(long))
            return 10_000_000_000L + _count;
        if (type == typeof(double))
            return _count + 0.25;
        if (type == typeof(bool))
            return _count % 2 == 0;
        if (type == typeof(DateTime))
            return new DateTime(2026, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc).AddSeconds(_count);
        if (type == typeof(MemoryStream))
            return new MemoryStream(Encoding.UTF8.GetBytes($"{name} {_count}"));
        if (type.IsSubclassOf(typeof(ConstantClass)))
            return Constant(type);
        // A value of an attribute may contain values: two levels of them are enough.
        return depth > 6 ? null : type.IsGenericType ? Collection(type, name, depth) : Structure(type, depth);
    }

    private object Constant(Type type)
    {
        var constants = type.GetFields(BindingFlags.Public | BindingFlags.Static);
        return constants[_count % constants.Length].GetValue(null)!;
    }

    private object Collection(Type type, string name, int depth)
    {
        var element = type.GetGenericArguments()[^1];
        var collection = Activator.CreateInstance(type)!;
        for (var i = 0; i < 2 && Value(element, name, depth + 1) is { } value; i++)
        {
            if (collection is IDictionary map)
                map.Add($"key {i}", value);
            else
                ((IList)collection).Add(value);
        }

        return collection;
    }

    private object Structure(Type type, int depth)
    {
        var structure = Activator.CreateInstance(type)!;
        foreach (var member in WireText.Members(type))
            member.SetValue(structure, Value(member.PropertyType, member.Name, depth + 1));
        return structure;
    }
}
