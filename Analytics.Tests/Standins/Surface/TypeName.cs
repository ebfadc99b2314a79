namespace Analytics.Tests.Standins.Surface;

/// <summary>Writes types as C# does, with namespaces: <c>System.Collections.Generic.List&lt;int?&gt;</c>.</summary>
internal static class TypeName
{
    private static readonly Dictionary<Type, string> s_keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(double)] = "double",
    };

    public static string Of(Type type)
    {
        if (s_keywords.TryGetValue(type, out var keyword))
        {
            return keyword;
        }

        if (type.IsArray)
        {
            return $"{Of(type.GetElementType()!)}[]";
        }

        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return $"{Of(underlying)}?";
        }

        var name = type.Name.Split('`')[0];
        var own = type.GetGenericArguments().Skip(type.DeclaringType?.GetGenericArguments().Length ?? 0).Select(Of).ToArray();
        var arguments = own.Length == 0 ? "" : $"<{string.Join(", ", own)}>";
        return $"{(type.DeclaringType is { } outer ? Of(outer) : type.Namespace)}.{name}{arguments}";
    }
}
