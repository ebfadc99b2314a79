using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Xunit;

namespace Analytics.Tests.Standins.Surface;

public class SurfaceReaderTests
{
    [Fact]
    public void Surface_shows_what_a_caller_can_compile_against()
    {
        const string Here = "Analytics.Tests.Standins.Surface.SurfaceReaderTests";
        string[] expected =
        [
            $"interface {Here}.IGreeter",
            "  method void Greet(string name)",
            "  default method void GreetAll(params string[] names)",
            $"[RequiresUnreferencedCode] class {Here}.Greeter<T> : System.Random where T : System.IO.Stream",
            $"  implements {Here}.IGreeter",
            "  new(T target, int? times = default)",
            "  property System.Collections.Generic.List<T> Targets { get; set; } json \"targets\"",
            "  method void Greet(string name)",
            "  virtual method System.Threading.Tasks.Task<TOut> ShoutAsync<TOut>(System.Func<T, TOut> how)",
            $"static class {Here}.Greetings",
            "  field static string Standard",
            "  static property long Said { get; }",
            "  static method string For(string name)",
            $"enum {Here}.Tone",
            "  value Low = 0",
            "  value Loud = 3",
            $"delegate int {Here}.Count(object of)",
        ];

        var actual = SurfaceReader.Read(typeof(IGreeter), typeof(Greeter<>), typeof(Greetings), typeof(Tone), typeof(Count));

        Assert.Equal([], actual.NotIn(SurfaceText.Parse(expected)));
        Assert.Equal([], SurfaceText.Parse(expected).NotIn(actual));
    }

    [Fact]
    public void Member_the_other_surface_lacks_is_named_with_its_type()
    {
        var mine = SurfaceText.Parse(["class A", "  new()", "  method void B()", "class C", "  new()"]);
        var theirs = SurfaceText.Parse(["class A", "  new()"]);

        Assert.Equal(["class A: method void B()", "class C"], mine.NotIn(theirs));
        Assert.Equal([], theirs.NotIn(mine));
    }

    public interface IGreeter
    {
        void Greet(string name);

        void GreetAll(params string[] names)
        {
            foreach (var name in names)
            {
                Greet(name);
            }
        }
    }

    [RequiresUnreferencedCode("An example.")]
    public class Greeter<T>(T target, int? times = null) : Random, IGreeter
        where T : Stream
    {
        [JsonPropertyName("targets")]
        public List<T> Targets { get; set; } = [target];

        public override int Next() => times ?? 1;

        public void Greet(string name) => Targets.Clear();

        public virtual Task<TOut> ShoutAsync<TOut>(Func<T, TOut> how) => Task.FromResult(how(Targets[0]));

        protected void Whisper() => Targets.Clear();
    }

    public static class Greetings
    {
        public static readonly string Standard = "Hello";

        public static long Said => Standard.Length;

        public static string For(string name) => $"{Standard} {name}";
    }

    public enum Tone
    {
        Low = 0,
        Loud = 3,
    }

    public delegate int Count(object of);
}
