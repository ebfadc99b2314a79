using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json.Serialization;

namespace Analytics.Tests.Standins.Surface;

/// <summary>Reads the public surface of an assembly as text: one line a type, and below it, indented, one line a member.</summary>
/// <remarks>
/// Left out is what adds nothing for a caller: inherited and overriding members, and those of delegates other than their
/// signature. Interface members that have a body are marked <c>default</c>.
/// </remarks>
internal static class SurfaceReader
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static SurfaceText Read(Assembly assembly) => Read(assembly.GetExportedTypes());

    public static SurfaceText Read(params IEnumerable<Type> types) =>
        new(types.ToDictionary(Header, type => (IReadOnlySet<string>)Members(type).ToHashSet()));

    private static string Header(Type type)
    {
        var marks = type.IsDefined(typeof(RequiresUnreferencedCodeAttribute)) ? "[RequiresUnreferencedCode] " : "";
        if (type.BaseType == typeof(MulticastDelegate))
        {
            var invoke = type.GetMethod("Invoke")!;
            return $"{marks}delegate {TypeName.Of(invoke.ReturnType)} {TypeName.Of(type)}({Parameters(invoke)})";
        }

        var kind = type.IsInterface ? "interface"
            : type.IsEnum ? "enum"
            : type.IsValueType ? "struct"
            : type is { IsAbstract: true, IsSealed: true } ? "static class"
            : type.IsAbstract ? "abstract class"
            : type.IsSealed ? "sealed class"
            : "class";
        var from = type.IsClass && type.BaseType is { } parent && parent != typeof(object) ? $" : {TypeName.Of(parent)}" : "";
        var constraints = type.GetGenericArguments()
            .SelectMany(
                argument => argument.GetGenericParameterConstraints().Select(limit => $" where {argument.Name} : {TypeName.Of(limit)}"));
        return $"{marks}{kind} {TypeName.Of(type)}{from}{string.Concat(constraints)}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.BaseType == typeof(MulticastDelegate))
        {
            return [];
        }

        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(name => $"value {name} = {(int)Enum.Parse(type, name)}");
        }

        return
        [
            .. Interfaces(type).Select(implemented => $"implements {TypeName.Of(implemented)}"),
            .. type.GetConstructors(Declared & ~BindingFlags.Static).Select(constructor => $"new({Parameters(constructor)})"),
            .. type.GetFields(Declared).Select(field => $"field {Static(field.IsStatic)}{TypeName.Of(field.FieldType)} {field.Name}"),
            .. type.GetProperties(Declared).Where(property => !Overrides(property.GetAccessors()[0])).Select(Property),
            .. type.GetMethods(Declared).Where(method => !IsAccessor(method) && !Overrides(method)).Select(Method),
        ];
    }

    private static IEnumerable<Type> Interfaces(Type type)
    {
        var all = type.GetInterfaces();
        var implied = all.SelectMany(one => one.GetInterfaces()).Concat(type.BaseType?.GetInterfaces() ?? []);
        return all.Except(implied).Where(one => one.IsVisible);
    }

    private static string Property(PropertyInfo property)
    {
        var accessors = string.Concat(
            property.GetMethod is { IsPublic: true } ? "get; " : "",
            property.SetMethod is { IsPublic: true } ? "set; " : "");
        var name = property.GetCustomAttribute<JsonPropertyNameAttribute>() is { } json ? $" json \"{json.Name}\"" : "";
        return $"{Body(property.GetAccessors()[0])}property {TypeName.Of(property.PropertyType)} {property.Name} {{ {accessors}}}{name}";
    }

    private static string Method(MethodInfo method)
    {
        var generics = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(TypeName.Of))}>" : "";
        return $"{Body(method)}method {TypeName.Of(method.ReturnType)} {method.Name}{generics}({Parameters(method)})";
    }

    private static string Body(MethodInfo method) => method switch
    {
        { IsStatic: true } => "static ",
        { DeclaringType.IsInterface: true, IsAbstract: false } => "default ",
        { DeclaringType.IsInterface: true } => "",
        { IsAbstract: true } => "abstract ",
        { IsVirtual: true, IsFinal: false } => "virtual ",
        _ => "",
    };

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
    {
        var many = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "";
        var receiver = parameter.Position == 0 && method.IsDefined(typeof(System.Runtime.CompilerServices.ExtensionAttribute)) ? "this "
            : "";
        var optional = parameter.IsOptional ? " = default" : "";
        return $"{receiver}{many}{TypeName.Of(parameter.ParameterType)} {parameter.Name}{optional}";
    }));

    private static bool IsAccessor(MethodInfo method) => method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static bool Overrides(MethodInfo method) => method.GetBaseDefinition() != method;

    private static string Static(bool isStatic) => isStatic ? "static " : "";
}
