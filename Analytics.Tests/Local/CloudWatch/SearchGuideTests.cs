using Analytics.Local.CloudWatch.MetricMath;
using Analytics.Local.CloudWatch.Metrics;
using Xunit;

namespace Analytics.Tests.Local.CloudWatch;

/// <summary>
/// The tables and examples of the CloudWatch user guide, "CloudWatch search expression syntax" and "search expression examples".
/// </summary>
public class SearchGuideTests
{
    /// <remarks>"Tokenization", "Partial matches", "Non-alphanumeric characters".</remarks>
    [Theory]
    [InlineData("CustomCount1", "customcount1 custom count 1 Count COUNT CustomCount Count1 CustomCount1",
        "couNT customcount count1 cust Custom1 CountCustom")]
    [InlineData("SDBFailure", "sdbfailure sdb failure SDB SDBFailure", "db SDBf fail")]
    [InlineData("Project2-trial333", "project2trial333 project 2 trial 333 Project2 trial333 Project2-trial333 2-trial",
        "33 project2 trial-Project 2trial3")]
    [InlineData("Network-Errors_2", "network errors 2", "3 networks")]
    [InlineData("Network-Errors-2", "network/errors network+errors network-errors Network_Errors", "errors/network network.2")]
    [InlineData("NetworkErrors2", "network/errors network+errors network-errors Network_Errors", "networkerrors errors2")]
    public void Partial_matches(string name, string found, string notFound)
    {
        Assert.All(found.Split(' '), term => Assert.True(Finds(term, Metric(name)), term));
        Assert.All(notFound.Split(' '), term => Assert.False(Finds(term, Metric(name)), term));
    }

    /// <remarks>"Exact matches", "Non-alphanumeric characters".</remarks>
    [Theory]
    [InlineData("CustomCount1", """ {MyNamespace}, "CustomCount1" """, true)]
    [InlineData("CustomCount1", """ {MyNamespace}, "customcount1" """, false)]
    [InlineData("CustomCount1", """ {MyNamespace}, "Custom" """, false)]
    [InlineData("Network-Errors-2", """ "Network-Errors-2" """, true)]
    [InlineData("Network-Errors-2", """ "Network_Errors_2" """, false)]
    [InlineData("""Europe\France Traffic(Network)""", """ "Europe\\France Traffic\(Network\)" """, true)]
    [InlineData("""Europe\France Traffic(Network)""", """ MetricName="Europe\\France Traffic\(Network\)" """, true)]
    [InlineData("a \"quoted\" name", """ "a \"quoted\" name" """, true)]
    [InlineData("Errors", """ "Errors" """, true)]
    [InlineData("ConnectionErrors", """ "Errors" """, false)]
    [InlineData("errors", """ "Errors" """, false)]
    [InlineData("ConnectionErrors", " Errors ", true)]
    public void Exact_matches(string name, string search, bool isFound) => Assert.Equal(isFound, Finds(search, Metric(name)));

    [Theory]
    [InlineData(""" {"My Namespace", "Dimension@Name"}, "Custom:Name[Special_Characters" """, "My Namespace", "Custom:Name[Special_Characters", "Dimension@Name=x")]
    [InlineData(""" {"Custom-Namespace", "Dimension Name With Spaces"}, ErrorCount """, "Custom-Namespace", "ErrorCount", "Dimension Name With Spaces=x")]
    public void Names_with_special_characters(string search, string space, string name, string dimension) =>
        Assert.True(Finds(search, Metric(name, space, dimension)));

    private static readonly MetricId[] All =
    [
        /* 0 */ Metric("CPUUtilization", "AWS/EC2", "InstanceId=i-1234567890123456"),
        /* 1 */ Metric("CPUUtilization", "AWS/EC2", "InstanceId=i-0000000000000001"),
        /* 2 */ Metric("CPUUtilization", "AWS/EC2", "InstanceType=t2.micro"),
        /* 3 */ Metric("CPUUtilization", "AWS/EC2", "InstanceType=t3.micro"),
        /* 4 */ Metric("CPUUtilization", "AWS/EC2"),
        /* 5 */ Metric("CPUUtilization", "AWS/ECS", "ClusterName=ProjectA"),
        /* 6 */ Metric("NetworkPacketsIn", "AWS/EC2", "InstanceId=i-0000000000000001"),
        /* 7 */ Metric("VolumeReadOps", "AWS/EBS", "VolumeId=ProjectA"),
        /* 8 */ Metric("EBSReadOps", "AWS/EC2", "InstanceId=i-0000000000000001"),
        /* 9 */ Metric("Errors", "AWS/Lambda", "FunctionName=billing"),
        /* 10 */ Metric("Invocations", "AWS/Lambda", "FunctionName=ProjectA-import"),
        /* 11 */ Metric("Invocations", "AWS/Lambda", "FunctionName=billing"),
        /* 12 */ Metric("ConsumedLCUs", "AWS/NetworkELB", "LoadBalancer=net/web"),
        /* 13 */ Metric("ActiveFlowCount", "AWS/NetworkELB", "LoadBalancer=net/web"),
        /* 14 */ Metric("CustomCount1", "Shop", "CPUUtilization=high"),
        /* 15 */ Metric("CustomCount1", "AWS/ES", "ClientId=CustomCount1"),
    ];

    /// <remarks>"Excluding a metric schema", "Specifying property names", "Boolean operators", and the page of examples.</remarks>
    [Theory]
    [InlineData("""{AWS/EC2,InstanceId} MetricName="CPUUtilization" """, "0 1")]
    [InlineData(""" {AWS/EC2,InstanceType} MetricName="CPUUtilization" """, "2 3")]
    [InlineData(""" {AWS/EC2} MetricName="CPUUtilization" """, "4")]
    [InlineData(""" {AWS/EC2,InstanceType} InstanceType=micro MetricName="CPUUtilization" """, "2 3")]
    [InlineData(""" {AWS/EC2,InstanceType} InstanceType="t2.micro" MetricName="CPUUtilization" """, "2")]
    [InlineData(""" InstanceType="t2.micro" Namespace="AWS/EC2" """, "2")]
    [InlineData(""" "CPUUtilization" """, "0 1 2 3 4 5 14")]
    [InlineData(""" MetricName="CPUUtilization" """, "0 1 2 3 4 5")]
    [InlineData(""" MetricName="CPUUtilization" AND ("AWS/ECS" OR "AWS/ES") """, "5")]
    [InlineData(""" {AWS/ECS, ClusterName}, MetricName="CPUUtilization" """, "5")]
    [InlineData(""" "AWS/EC2" MetricName="CPUUtilization" """, "0 1 2 3 4")]
    [InlineData(" MetricName=\"CustomCount1\" ", "14 15")]
    [InlineData(""" {AWS/NetworkELB, LoadBalancer} "ConsumedLCUs" OR flow """, "12 13")]
    [InlineData("{AWS/EC2,InstanceId} network AND packets", "6")]
    [InlineData("{AWS/EC2,InstanceId} network packets", "6")]
    [InlineData("{AWS/EC2,InstanceId} network and packets", "")] // operators are case sensitive
    [InlineData(""" {AWS/EC2,InstanceId} MetricName="CPUUtilization" NOT i-1234567890123456 """, "1")]
    [InlineData(""" MetricName="CPUUtilization" NOT "ProjectA" NOT "AWS/EC2" """, "")]
    [InlineData("NOT Namespace=AWS", "14")]
    [InlineData(" (EC2 OR EBS) AND MetricName=ReadOps ", "7 8")]
    [InlineData(" (EC2 OR EBS) MetricName=ReadOps ", "7 8")]
    [InlineData(" (EC2 OR EBS) AND ReadOps AND ProjectA ", "7")]
    [InlineData(""" {AWS/Lambda,FunctionName} MetricName="Errors" OR (MetricName="Invocations" AND (ProjectA OR ProjectB)) """, "9 10")]
    [InlineData(""" {AWS/Lambda, FunctionName}, MetricName="Errors" """, "9")]
    [InlineData(""" Errors OR Invocations NOT billing """, "9 10")] // AND binds closer than OR
    [InlineData(" {AWS/Lambda,FunctionName} ", "9 10 11")]
    public void Search_expressions(string search, string found)
    {
        var matches = SearchQuery.Parse(search);
        Assert.Equal(found, string.Join(' ', All.Index().Where(metric => matches(metric.Item)).Select(metric => metric.Index)));
    }

    /// <remarks>
    /// "A valid search must contain either the metric schema, the SearchTerm, or both"; at most 1,024 characters; escaping.
    /// </remarks>
    [Theory]
    [InlineData("", "must have a metric schema, a search term, or both")]
    [InlineData("   ", "must have a metric schema, a search term, or both")]
    [InlineData(",", "Unexpected ','")]
    [InlineData("{AWS/EC2},, a", "Unexpected ','")]
    [InlineData("{AWS/EC2,}", "Unexpected '}'")]
    [InlineData("a,", "Unexpected ','")]
    [InlineData("NOT", "ends too early")]
    [InlineData("a AND", "ends too early")]
    [InlineData("OR a", "Unexpected 'OR'")]
    [InlineData("a OR AND b", "Unexpected 'AND'")]
    [InlineData("MetricName=NOT", "Unexpected 'NOT'")]
    [InlineData("\"a(b\"", "'(' must be escaped")]
    [InlineData("\"a\\b\"", "'\\' must be escaped")]
    [InlineData("***", "'***' has no letters or digits")]
    [InlineData(":aws.AccountId = \"444455556666\"", ":aws.AccountId of a search expression is not supported")]
    public void Mistakes_are_named(string search, string message) =>
        Assert.Contains(message, Assert.Throws<MathError>(() => SearchQuery.Parse(search)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_search_expression_has_at_most_1024_characters()
    {
        SearchQuery.Parse(new string('a', 1024));
        Assert.Throws<MathError>(() => SearchQuery.Parse(new string('a', 1025)));
    }

    private static bool Finds(string search, MetricId metric) => SearchQuery.Parse(search)(metric);

    private static MetricId Metric(string name, string space = "MyNamespace", params string[] dimensions) => new(
        space, name, dimensions.Select(dimension => dimension.Split('=')).Select(parts => new Dimension(parts[0], parts[1])));
}
