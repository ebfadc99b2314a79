using System.Globalization;
using Analytics.Local.CloudWatch.Metrics;
using Analytics.Local.CloudWatch.Protocol;

namespace Analytics.Local.CloudWatch.Operations;

/// <summary>Parameters that several operations have.</summary>
internal static class Parameters
{
    /// <summary>The namespace; refused if it breaks the rules for one.</summary>
    public static string RequiredNamespace(Input input)
    {
        var text = input.RequiredText("Namespace");
        Check(DatumRules.IsNamespace(text), text, input.PathOf("Namespace"));
        return text;
    }

    /// <summary>The metric that the members Namespace, MetricName and Dimensions name.</summary>
    public static MetricId Metric(Input input) =>
        new(RequiredNamespace(input), input.RequiredText("MetricName"), Dimensions(input));

    /// <summary>The dimensions, none if they are absent; refused if they are too many or break the rules.</summary>
    public static List<Dimension> Dimensions(Input input)
    {
        var read = new List<Dimension>();
        var given = input.Structures("Dimensions") ?? [];
        CheckSize(given.Count, DatumRules.MaxDimensions, input.PathOf("Dimensions"));
        foreach (var item in given)
        {
            var dimension = new Dimension(item.RequiredText("Name"), item.RequiredText("Value"));
            Check(DatumRules.IsDimensionName(dimension.Name), dimension.Name, item.PathOf("Name"));
            Check(DatumRules.IsDimensionValue(dimension.Value), dimension.Value, item.PathOf("Value"));
            read.Add(dimension);
        }

        return DatumRules.HaveDistinctNames(read)
            ? read
            : throw ServiceError.InvalidValue($"The parameter {input.PathOf("Dimensions")} names a dimension twice.");
    }

    /// <summary>The unit, null if it is absent.</summary>
    public static string? Unit(Input input)
    {
        var unit = input.Text("Unit");
        Check(unit is null || MetricUnits.Contains(unit), unit ?? "", input.PathOf("Unit"));
        return unit;
    }

    public static void Check(bool isValid, object value, string parameter)
    {
        if (!isValid)
        {
            throw ServiceError.InvalidValue(
                $"The value {Convert.ToString(value, CultureInfo.InvariantCulture)} for parameter {parameter} is invalid.");
        }
    }

    public static void CheckSize(int size, int most, string parameter)
    {
        if (size > most)
        {
            throw ServiceError.InvalidValue($"The collection {parameter} must not have a size greater than {most}.");
        }
    }
}
