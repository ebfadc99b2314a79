namespace Analytics.Local.CloudWatch.Dashboards;

/// <summary>Checks the <c>properties</c> of a widget by its type.</summary>
internal static class WidgetProperties
{
    private static readonly string[] MetricViews = ["timeSeries", "singleValue", "gauge", "bar", "pie", "table"];

    public static void Check(string? type, BodyNode properties)
    {
        switch (type)
        {
            case "metric":
                CheckMetric(properties);
                break;
            case "text":
                properties.ExpectOnly("markdown", "background");
                properties.Required("markdown")?.ExpectText();
                properties.Member("background")?.ExpectOneOf("solid", "transparent");
                break;
            case "log":
                properties.Required("query")?.ExpectText();
                properties.Required("region")?.ExpectText();
                properties.Member("title")?.ExpectText();
                properties.Member("view")?.ExpectOneOf("table", "timeSeries", "bar", "pie");
                break;
            case "alarm":
                properties.Required("alarms")?.ExpectArray(1, 100);
                properties.Member("sortBy")?.ExpectOneOf("default", "stateUpdatedTimestamp", "timestamp");
                break;
            case "explorer":
                properties.Required("metrics")?.ExpectArray(1, 100);
                properties.Required("labels")?.ExpectArray(0, int.MaxValue);
                break;
            case "custom":
                properties.Required("endpoint")?.ExpectText();
                break;
            default:
                break;
        }
    }

    private static void CheckMetric(BodyNode properties)
    {
        properties.ExpectOnly(
            "metrics", "region", "title", "view", "stacked", "stat", "period", "yAxis", "annotations", "legend", "liveData",
            "sparkline", "timezone", "accountId", "table", "setPeriodToTimeRange", "singleValueFullPrecision", "labels",
            "start", "end", "trend");
        properties.Required("region")?.ExpectText();
        properties.Member("title")?.ExpectText();
        properties.Member("view")?.ExpectOneOf(MetricViews);
        properties.Member("stacked")?.ExpectBoolean();
        properties.Member("liveData")?.ExpectBoolean();
        properties.Member("stat")?.ExpectText();
        properties.Member("period")?.ExpectWhole(1, double.MaxValue);
        CheckAxes(properties);
        CheckAnnotations(properties);
        if (properties.Member("legend") is { } legend && legend.ExpectObject())
        {
            legend.Member("position")?.ExpectOneOf("right", "bottom", "hidden");
        }

        if (properties.Member("metrics") is { } metrics && metrics.ExpectArray(0, 500))
        {
            var isFirst = true;
            foreach (var entry in metrics.Items())
            {
                MetricEntry.Check(entry, isFirst);
                isFirst = false;
            }
        }
        else if (properties.Member("metrics") is null && properties.Member("annotations")?.Member("alarms") is null)
        {
            properties.Error("Should have required property 'metrics', or an alarm in 'annotations'");
        }
    }

    private static void CheckAxes(BodyNode properties)
    {
        if (properties.Member("yAxis") is { } axes && axes.ExpectObject())
        {
            axes.ExpectOnly("left", "right");
            foreach (var side in new[] { "left", "right" })
            {
                if (axes.Member(side) is { } axis && axis.ExpectObject())
                {
                    axis.ExpectOnly("min", "max", "label", "showUnits");
                    axis.Member("min")?.ExpectNumber();
                    axis.Member("max")?.ExpectNumber();
                    axis.Member("label")?.ExpectText();
                    axis.Member("showUnits")?.ExpectBoolean();
                }
            }
        }

        var left = properties.Member("yAxis")?.Member("left");
        if (properties.Member("view")?.AsText == "gauge" && (left?.Member("min") is null || left?.Member("max") is null))
        {
            properties.Error("Should have 'min' and 'max' of 'yAxis.left' for the view 'gauge'");
        }
    }

    private static void CheckAnnotations(BodyNode properties)
    {
        if (properties.Member("annotations") is not { } annotations || !annotations.ExpectObject())
        {
            return;
        }

        annotations.ExpectOnly("horizontal", "vertical", "alarms");
        annotations.Member("alarms")?.ExpectArray(0, 1);
        foreach (var name in new[] { "horizontal", "vertical" })
        {
            if (annotations.Member(name) is not { } lines || !lines.ExpectArray(0, int.MaxValue))
            {
                continue;
            }

            // A band annotation is an array of the two lines that bound it.
            foreach (var line in lines.Items().SelectMany(line => line.IsArray ? line.Items() : [line]))
            {
                if (line.ExpectObject())
                {
                    line.Required("value");
                    line.Member("label")?.ExpectText();
                }
            }
        }
    }
}
