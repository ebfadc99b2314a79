using System.Text;
using System.Text.Json;
using Analytics.Local.EventSources.Filters;
using Analytics.Local.EventSources.Mappings;
using Analytics.Local.EventSources.Records;
using Xunit;

namespace Analytics.Tests.Local.EventSources;

public class FilterPatternTests
{
    [Theory]
    [InlineData("""{"s":["a"]}""", """{"s":"a"}""", true)]
    [InlineData("""{"s":["a","b"]}""", """{"s":"b"}""", true)]
    [InlineData("""{"s":["a"]}""", """{"s":"A"}""", false)]
    [InlineData("""{"s":["a"]}""", """{"s":["b","a"]}""", true)]
    [InlineData("""{"s":["a"]}""", """{}""", false)]
    [InlineData("""{"s":[""]}""", """{"s":""}""", true)]
    [InlineData("""{"s":[null]}""", """{"s":null}""", true)]
    [InlineData("""{"s":[null]}""", """{}""", false)]
    [InlineData("""{"s":[true]}""", """{"s":true}""", true)]
    [InlineData("""{"n":[300]}""", """{"n":300}""", true)]
    [InlineData("""{"n":[300]}""", """{"n":300.0}""", false)]
    [InlineData("""{"n":[300]}""", """{"n":"300"}""", false)]
    [InlineData("""{"n":[{"numeric":["=",300]}]}""", """{"n":300.0}""", true)]
    [InlineData("""{"n":[{"numeric":[">",10,"<=",20]}]}""", """{"n":10}""", false)]
    [InlineData("""{"n":[{"numeric":[">",10,"<=",20]}]}""", """{"n":10.5}""", true)]
    [InlineData("""{"n":[{"numeric":[">",10,"<=",20]}]}""", """{"n":20}""", true)]
    [InlineData("""{"n":[{"numeric":[">",10,"<=",20]}]}""", """{"n":"15"}""", false)]
    [InlineData("""{"s":[{"prefix":"ab"}]}""", """{"s":"abc"}""", true)]
    [InlineData("""{"s":[{"prefix":"ab"}]}""", """{"s":"a"}""", false)]
    [InlineData("""{"s":[{"anything-but":["a","b"]}]}""", """{"s":"c"}""", true)]
    [InlineData("""{"s":[{"anything-but":["a","b"]}]}""", """{"s":"b"}""", false)]
    [InlineData("""{"s":[{"anything-but":["a"]}]}""", """{}""", false)]
    [InlineData("""{"s":[{"anything-but":{"prefix":"a"}}]}""", """{"s":"ab"}""", false)]
    [InlineData("""{"s":[{"exists":true}]}""", """{"s":null}""", true)]
    [InlineData("""{"s":[{"exists":false}]}""", """{"s":1}""", false)]
    [InlineData("""{"s":[{"exists":false}]}""", """{}""", true)]
    [InlineData("""{"a":{"b":[{"exists":false}]}}""", """{}""", true)]
    [InlineData("""{"a":{"b":["x"]}}""", """{"a":{"b":"x","c":1}}""", true)]
    [InlineData("""{"a":{"b":["x"]}}""", """{"a":"x"}""", false)]
    [InlineData("""{"a":["x"],"b":["y"]}""", """{"a":"x","b":"z"}""", false)]
    [InlineData("""{"a":["x"],"b":["y"]}""", """{"a":"x","b":"y"}""", true)]
    public void A_pattern_matches_as_EventBridge_has_it(string pattern, string record, bool expected)
    {
        using JsonDocument document = JsonDocument.Parse(record);

        Assert.Equal(expected, FilterPattern.Parse(pattern).Matches(document.RootElement));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"s":"a"}""")]
    [InlineData("""{"s":[["a"]]}""")]
    [InlineData("""{"s":[{"suffix":"a"}]}""")]
    [InlineData("""{"s":[{"prefix":"a","exists":true}]}""")]
    [InlineData("""{"n":[{"numeric":[">"]}]}""")]
    [InlineData("""{"n":[{"numeric":["!",1]}]}""")]
    [InlineData("""{"n":[{"numeric":[]}]}""")]
    public void What_is_not_understood_is_refused(string pattern) =>
        Assert.Throws<FormatException>(() => FilterPattern.Parse(pattern));

    [Fact]
    public void Any_of_the_patterns_lets_a_record_pass_and_data_that_is_not_JSON_passes_none()
    {
        RecordFilter filter = RecordFilter.Of(Some.Mapping() with
        {
            FilterPatterns = ["""{"data":{"number":[1]}}""", """{"data":{"number":[3]}}"""],
        });
        StreamRecord opaque = Some.Record(1) with { FilterJson = null };

        Assert.Equal([true, false, true, false], new[] { Some.Record(1), Some.Record(2), Some.Record(3), opaque }.Select(filter.Passes));
    }

    [Fact]
    public void Without_patterns_data_that_is_not_JSON_passes() =>
        Assert.True(RecordFilter.Of(Some.Mapping()).Passes(Some.Record(1) with { FilterJson = null }));

    [Fact]
    public void A_pattern_for_Kinesis_data_that_is_not_JSON_is_refused() =>
        Assert.Throws<FormatException>(() => RecordFilter.Of(Some.Mapping() with { FilterPatterns = ["""{"data":["plain"]}"""] }));

    [Fact]
    public void The_event_name_of_a_table_change_can_be_filtered()
    {
        RecordFilter filter = RecordFilter.Of(Some.Mapping() with { Kind = EventSourceKind.DynamoDb, FilterPatterns = ["""{"eventName":["INSERT"]}"""] });

        Assert.True(filter.Passes(Some.Record(1) with { FilterJson = Encoding.UTF8.GetBytes("""{"eventName":"INSERT"}""") }));
        Assert.False(filter.Passes(Some.Record(1) with { FilterJson = Encoding.UTF8.GetBytes("""{"eventName":"REMOVE"}""") }));
    }
}
