using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Analytics.Core.Changes;
using Analytics.Core.Tallies;
using Analytics.Functions.Storage;

namespace Analytics.Tests.Support;

/// <summary>Minute documents as the first format had them: a chain of parts, all but the last of them sealed.</summary>
internal static class FormatOne
{
    /// <summary>The items of a document's parts.</summary>
    public static IReadOnlyList<Dictionary<string, AttributeValue>> Parts(DocumentKey key, params OrderChange[][] parts) =>
        [.. parts.Select((changes, number) => Part(key, number, isSealed: number < parts.Length - 1, changes))];

    /// <summary>The item of one part.</summary>
    public static Dictionary<string, AttributeValue> Part(DocumentKey key, int number, bool isSealed, params OrderChange[] changes)
    {
        var contribution = new TallyDelta();
        changes.ToList().ForEach(change => contribution.Add(change));
        var item = MinuteItem.Write(new CachedDocument(key).Next(contribution, "w", Some.At("12:01"), int.MaxValue).Part);
        item[MinuteItem.SortKey].S = MinuteItem.SortOf(key.Minute, number);
        item[MinuteItem.Sealed] = new AttributeValue { BOOL = isSealed };
        item[MinuteItem.FormatName].N = 1.ToString(CultureInfo.InvariantCulture);
        return item;
    }
}
