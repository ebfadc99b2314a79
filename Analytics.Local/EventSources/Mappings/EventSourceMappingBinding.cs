using Analytics.Local.Lambda;

namespace Analytics.Local.EventSources.Mappings;

/// <summary>A mapping with the function that it feeds.</summary>
/// <param name="Mapping">What is read, and how.</param>
/// <param name="FunctionArn">Named in the messages to the on-failure destination.</param>
/// <param name="Function">Who gets the events.</param>
public sealed record EventSourceMappingBinding(EventSourceMappingDefinition Mapping, string FunctionArn, IFunctionInvoker Function);
