namespace Analytics.Local.CloudWatch.Dashboards;

/// <summary>What is wrong with a dashboard's body.</summary>
/// <param name="DataPath">Where, as a JSON pointer such as <c>/widgets/0/properties</c>; empty for the whole.</param>
/// <param name="Message">What.</param>
/// <param name="IsError">Whether the body is refused for it; else it is only remarked upon.</param>
internal sealed record BodyMessage(string DataPath, string Message, bool IsError);
