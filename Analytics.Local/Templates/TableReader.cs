namespace Analytics.Local.Templates;

/// <summary>Reads an <c>AWS::DynamoDB::Table</c>.</summary>
internal static class TableReader
{
    private static readonly Dictionary<string, string> WithoutEffect = new()
    {
        ["ContributorInsightsSpecification"] = "a monitoring feature of the deployed table",
        ["DeletionProtectionEnabled"] = "nothing here deletes a table",
        ["OnDemandThroughput"] = "the emulator does not throttle",
        ["PointInTimeRecoverySpecification"] = "the data directory can be copied",
        ["ResourcePolicy"] = "whatever runs here runs as the developer",
        ["SSESpecification"] = "the data is on the developer's own disk",
        ["TableClass"] = "a matter of price",
        ["Tags"] = "nothing here reads tags",
        ["WarmThroughput"] = "the emulator does not throttle",
    };

    private static readonly Dictionary<string, string> IndexWithoutEffect = new()
    {
        ["ContributorInsightsSpecification"] = "a monitoring feature of the deployed table",
        ["OnDemandThroughput"] = "the emulator does not throttle",
        ["WarmThroughput"] = "the emulator does not throttle",
    };

    public static TableDefinition Read(string logicalId, string name, PropertyReader properties)
    {
        properties.Text("TableName");
        properties.Accept(WithoutEffect);
        var provisioned = Capacity(properties);
        var isProvisioned = properties.OneOf("BillingMode", "PROVISIONED", "PROVISIONED", "PAY_PER_REQUEST") == "PROVISIONED";
        if (isProvisioned && provisioned is null)
        {
            properties.Reject("ProvisionedThroughput", "It is needed unless BillingMode is PAY_PER_REQUEST.");
        }

        var attributes = properties.Objects("AttributeDefinitions", attribute =>
            (Name: attribute.RequiredText("AttributeName"), Type: attribute.OneOf("AttributeType", "S", "S", "N", "B")));
        var table = new TableDefinition(
            logicalId,
            name,
            Keys(properties),
            attributes.DistinctBy(attribute => attribute.Name).ToDictionary(attribute => attribute.Name, attribute => attribute.Type),
            properties.Objects("GlobalSecondaryIndexes", index => Index(index, isProvisioned)),
            properties.Objects("LocalSecondaryIndexes", index => Index(index, isProvisioned: false)),
            properties.Object("StreamSpecification", StreamViewType),
            properties.Object("TimeToLiveSpecification", TimeToLiveAttribute),
            isProvisioned ? provisioned : null);
        Check(table, properties);
        return table;
    }

    private static void Check(TableDefinition table, PropertyReader properties)
    {
        if (table.Keys.Count == 0)
        {
            properties.Reject("KeySchema", "A table has at least a HASH key.");
        }

        var used = table.Keys.Concat(table.GlobalIndexes.Concat(table.LocalIndexes).SelectMany(index => index.Keys)).Select(
            key => key.Attribute).ToHashSet();
        if (!used.SetEquals(table.Attributes.Keys))
        {
            properties.Reject(
                "AttributeDefinitions", $"It must define exactly the attributes of the keys: {string.Join(", ", used.Order())}.");
        }
    }

    private static IReadOnlyList<KeyPart> Keys(PropertyReader properties) =>
        [.. properties.Objects(
            "KeySchema", key => new KeyPart(key.RequiredText("AttributeName"), key.OneOf("KeyType", "HASH", "HASH", "RANGE")))
            .OrderBy(key => key.Type == "RANGE")];

    private static IndexDefinition Index(PropertyReader properties, bool isProvisioned)
    {
        properties.Accept(IndexWithoutEffect);
        var projection = properties.Object("Projection", projected =>
            (Type: projected.OneOf("ProjectionType", "ALL", "ALL", "KEYS_ONLY", "INCLUDE"),
                Attributes: projected.Texts("NonKeyAttributes")).ToTuple());
        if (projection is null)
        {
            properties.Required("Projection");
        }

        var provisioned = Capacity(properties);
        return new IndexDefinition(
            properties.RequiredText("IndexName"),
            Keys(properties),
            projection?.Item1 ?? "ALL",
            projection?.Item2 ?? [],
            isProvisioned ? provisioned : null);
    }

    private static CapacityUnits? Capacity(PropertyReader properties) =>
        properties.Object("ProvisionedThroughput", units => new CapacityUnits(
            units.Integer("ReadCapacityUnits", 1, int.MaxValue) ?? 1,
            units.Integer("WriteCapacityUnits", 1, int.MaxValue) ?? 1));

    private static string StreamViewType(PropertyReader properties)
    {
        properties.Accept(new Dictionary<string, string> { ["ResourcePolicy"] = "whatever runs here runs as the developer" });
        properties.Required("StreamViewType");
        return properties.OneOf("StreamViewType", "NEW_AND_OLD_IMAGES", "KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES");
    }

    private static string? TimeToLiveAttribute(PropertyReader properties)
    {
        var attribute = properties.Text("AttributeName");
        return properties.Flag("Enabled") ? attribute : null;
    }
}
