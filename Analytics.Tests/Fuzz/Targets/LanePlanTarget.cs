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
        DynamoDbJson.Write(LanePlanItem.Write(LanePlan.Always(4).Propose(Minute.Of(Some.At("12:00")), 2), 5)),
        DynamoDbJson.Write(LanePlanItem.Write(LanePlan.Always(4).Then(Minute.Of(Some.At("12:00")), 16).Then(Minute.Of(Some.At("13:00")), 1), 3)));

    public override IReadOnlyList<byte[]> Words { get; } = Vocabulary.Attributes;

    public override string Run(byte[] input)
    {
        try
        {
            var (plan, revision) = LanePlanItem.Read(DynamoDbJson.Read(input));
            Hold(revision > 0, () => "A plan that is there was written at least once.");
            var (again, revisionAgain) = LanePlanItem.Read(LanePlanItem.Write(plan, revision));
            Hold(again.Entries.SequenceEqual(plan.Entries) && again.Proposed == plan.Proposed && revisionAgain == revision, () => "It does not read back.");
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
