using System.Text.Json;
using Analytics.Core.Tallies;
using Analytics.Core.Windows;
using Analytics.Functions.Storage;
using Analytics.Tests.Support;

namespace Analytics.Tests.Fuzz.Targets;

/// <summary>The item of the lane plan.</summary>
internal sealed class LanePlanTarget : FuzzTarget
{
    public override IReadOnlyList<byte[]> Seeds { get; } = Texts(
        DynamoDbJson.Write(LanePlanItem.Write(LanePlan.Always(4), 1)),
        DynamoDbJson.Write(LanePlanItem.Write(LanePlan.Always(4).Then(Minute.Of(Some.At("12:00")), 16).Then(Minute.Of(Some.At("13:00")), 1), 3)));

    public override IReadOnlyList<byte[]> Words { get; } =
    [
        .. Vocabulary.Json,
        .. Texts("{\"N\":\"0\"}", "{\"N\":\"2\"}", "{\"N\":\"256\"}", "{\"N\":\"9223372036854775807\"}", "{\"S\":\"9999-12-31T23:59Z\"}", "{\"S\":\"0001-01-01T00:00Z\"}", "{\"L\":[]}", "{\"M\":{}}"),
    ];

    public override string Run(byte[] input)
    {
        try
        {
            var (plan, revision) = LanePlanItem.Read(DynamoDbJson.Read(input));
            Hold(revision > 0, () => "A plan that is there was written at least once.");
            var (again, revisionAgain) = LanePlanItem.Read(LanePlanItem.Write(plan, revision));
            Hold(again.Entries.SequenceEqual(plan.Entries) && revisionAgain == revision, () => "It does not read back.");
            var lanes = plan.LanesOver(new MinuteRange(Minute.Of(Some.At("11:00")), Minute.Of(Some.At("14:00")))).Count();
            Hold(lanes >= 1 && LanePlan.IsLaneCount(plan.LanesAtLast), () => "It has no lanes.");
            return "read";
        }
        catch (JsonException)
        {
            return "no item";
        }
        catch (FormatException refusal)
        {
            return $"refused {refusal.Message}";
        }
    }
}
