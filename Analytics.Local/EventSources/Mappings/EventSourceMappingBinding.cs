using Analytics.Local.Lambda;

namespace Analytics.Local.EventSources.Mappings;

/// <summary>A mapping and the function that it invokes.</summary>
/// <param name="Mapping">The stream to read and the settings for reading it.</param>
/// <param name="FunctionArn">The function's ARN, included in messages to the on-failure destination.</param>
/// <param name="Function">Invokes the function.</param>
public sealed record EventSourceMappingBinding(EventSourceMappingDefinition Mapping, string FunctionArn, IFunctionInvoker Function);
