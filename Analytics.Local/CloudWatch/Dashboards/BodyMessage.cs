namespace Analytics.Local.CloudWatch.Dashboards;

/// <summary>An error or a warning about a dashboard body.</summary>
/// <param name="DataPath">JSON pointer to the node, such as <c>/widgets/0/properties</c>; empty for the whole body.</param>
/// <param name="Message">The text of the message.</param>
/// <param name="IsError">True if the body is rejected for it; false for a warning.</param>
internal sealed record BodyMessage(string DataPath, string Message, bool IsError);
