namespace Amazon.Lambda.Core;

/// <summary>Names the serializer of a function method, or of all function methods of an assembly.</summary>
/// <remarks>Read by the managed .NET runtime; an executable function passes its serializer to the bootstrap.</remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Assembly, AllowMultiple = false)]
public sealed class LambdaSerializerAttribute : Attribute
{
    public LambdaSerializerAttribute(Type serializerType) => SerializerType = serializerType;

    public Type SerializerType { get; set; }
}
