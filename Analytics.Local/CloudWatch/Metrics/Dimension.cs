namespace Analytics.Local.CloudWatch.Metrics;

/// <summary>A name and a value that distinguish metrics of the same name.</summary>
/// <param name="Name">1 to 255 ASCII characters, not starting with a colon.</param>
/// <param name="Value">1 to 1,024 ASCII characters.</param>
public readonly record struct Dimension(string Name, string Value);
