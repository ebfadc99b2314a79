using System.Text.Json;
using Amazon.Runtime;
using Amazon.Standins;

namespace Amazon.CloudWatch.Model;

public partial class PutMetricDataRequest : AmazonCloudWatchRequest
{
    public List<EntityMetricData> EntityMetricData { get; set; }

    /// <summary>At most 1,000, in a request of at most 1 MB.</summary>
    public List<MetricDatum> MetricData { get; set; }

    public string Namespace { get; set; }

    public bool? StrictEntityValidation { get; set; }

    internal static void Write(Utf8JsonWriter json, PutMetricDataRequest request)
    {
        json.Member("EntityMetricData", request.EntityMetricData, Model.EntityMetricData.Write);
        json.Member("MetricData", request.MetricData, MetricDatum.Write);
        json.Member("Namespace", request.Namespace);
        json.Member("StrictEntityValidation", request.StrictEntityValidation);
    }
}

public partial class PutMetricDataResponse : AmazonWebServiceResponse
{
}

public partial class EntityMetricData
{
    public Entity Entity { get; set; }

    public List<MetricDatum> MetricData { get; set; }

    internal static void Write(Utf8JsonWriter json, EntityMetricData value)
    {
        json.Member("Entity", value.Entity, Entity.Write);
        json.Member("MetricData", value.MetricData, MetricDatum.Write);
    }
}

public partial class Entity
{
    public Dictionary<string, string> Attributes { get; set; }

    public Dictionary<string, string> KeyAttributes { get; set; }

    internal static void Write(Utf8JsonWriter json, Entity value)
    {
        json.Member("Attributes", value.Attributes);
        json.Member("KeyAttributes", value.KeyAttributes);
    }
}
