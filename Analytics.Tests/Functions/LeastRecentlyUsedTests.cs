using Analytics.Storage;
using CsCheck;
using Xunit;

namespace Analytics.Tests.Functions;

public class LeastRecentlyUsedTests
{
    // Against a list in order of use, cut to its bounds after each put.
    [Fact]
    public void It_holds_what_was_used_last_within_both_bounds() =>
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 40], Gen.Select(Gen.Int[0, 2], Gen.Int[0, 7], Gen.Int[0, 20]).Array[0, 60]).Sample((
            maxCount, maxSize, steps) =>
        {
            var actual = new LeastRecentlyUsed<int, string>(maxCount, maxSize, value => value.Length);
            var model = new List<(int Key, string Value)>();
            foreach (var (kind, key, size) in steps)
            {
                var at = model.FindIndex(one => one.Key == key);
                var held = at < 0 ? null : model[at].Value;
                if (at >= 0)
                {
                    model.RemoveAt(at);
                }

                switch (kind)
                {
                    case 0:
                        Assert.Equal(held, actual.Find(key));
                        model.AddRange(held is null ? [] : [(key, held)]);
                        break;
                    case 1:
                        Assert.Equal(held, actual.Take(key));
                        break;
                    default:
                        model.Add((key, new string('x', size)));
                        actual.Put(key, new string('x', size));
                        while (model.Count > maxCount || model.Sum(one => one.Value.Length) > maxSize)
                        {
                            model.RemoveAt(0);
                        }

                        break;
                }
            }

            Assert.Equal(model.Select(one => one.Key).Order(), Enumerable.Range(0, 8).Where(key => actual.Find(key) is not null));
        });
}
