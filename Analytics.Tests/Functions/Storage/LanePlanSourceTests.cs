using Analytics.Core.Windows;
using Analytics.Functions.Storage;
using Analytics.Tests.Functions.Fakes;
using Analytics.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Analytics.Tests.Functions.Storage;

public class LanePlanSourceTests
{
    private readonly InMemoryLanePlanStore _store = new();
    private readonly FakeTimeProvider _time = new(Some.At("12:00:10"));

    [Fact]
    public async Task The_first_writer_decides_for_all_time() =>
        Assert.Equal(4, (await Source(4).GetAsync(Quiet, default)).LanesAt(default));

    [Fact]
    public async Task A_redeployment_with_another_number_holds_from_half_an_hour_on()
    {
        await Source(4).GetAsync(Quiet, default);
        var plan = await Source(8).GetAsync(Quiet, default);

        Assert.Equal((4, 8), (plan.LanesAt(Minute.Of(Some.At("12:30"))), plan.LanesAt(Minute.Of(Some.At("12:31")))));
    }

    [Fact]
    public async Task Every_function_knows_of_a_change_before_it_holds()
    {
        var warm = Source(4);
        await warm.GetAsync(Quiet, default);
        await Source(8).GetAsync(Quiet, default);
        _time.Advance(LanePlanSource.AgeMax);

        Assert.Equal(8, (await warm.GetAsync(Quiet, default)).LanesAt(Minute.Of(_time.GetUtcNow() + LanePlanSource.Notice)));
        Assert.True(LanePlanSource.AgeMax * 2 <= LanePlanSource.Notice);
    }

    [Fact]
    public async Task A_warm_function_does_not_undo_what_a_newer_deployment_asked_for()
    {
        var warm = Source(4);
        await warm.GetAsync(Quiet, default);
        await Source(8).GetAsync(Quiet, default);
        _time.Advance(TimeSpan.FromMinutes(10));
        await warm.GetAsync(Quiet, default);

        Assert.Equal(8, (await _store.ReadAsync(default))!.Value.Plan.LanesAtLast);
    }

    // one that asks for 8    proposes 12:31 ........(stands still)........ writes
    // the others             count by 4                                    still do
    [Fact]
    public async Task A_change_that_was_decided_on_hours_ago_changes_no_minute_that_has_passed()
    {
        await Source(4).GetAsync(Quiet, default);
        _store.BeforeWrite = (plan => plan.Proposed is not null, StandStillAsync);

        await Source(8).GetAsync(Quiet, default);

        await AssertHoldsFromNowOnAsync(4, 8);
    }

    [Fact]
    public async Task A_confirmation_that_arrives_hours_late_is_no_match_for_those_who_counted_meanwhile()
    {
        await Source(4).GetAsync(Quiet, default);
        _store.BeforeWrite = (plan => plan.LanesAtLast == 8, async () =>
        {
            await StandStillAsync();
            Assert.Equal(4, (await Source(4).GetAsync(Quiet, default)).LanesAt(Minute.Of(_time.GetUtcNow())));
        });

        await Source(8).GetAsync(Quiet, default);

        await AssertHoldsFromNowOnAsync(4, 8);
    }

    [Fact]
    public async Task Who_repairs_withdraws_what_comes_too_late_and_decides_nothing_else()
    {
        await Source(4).GetAsync(Quiet, default);
        _store.BeforeWrite = (plan => plan.LanesAtLast == 8, () => throw new IOException("It ends between the proposal and its confirmation."));
        await Assert.ThrowsAsync<IOException>(() => Source(8).GetAsync(Quiet, default));

        await Source(16, LanePlanUse.Repairing).GetAsync(Quiet, default);
        Assert.Equal(8, (await _store.ReadAsync(default))!.Value.Plan.Proposed?.Lanes);

        await StandStillAsync();
        await Source(16, LanePlanUse.Answering).GetAsync(Quiet, default);
        Assert.NotNull((await _store.ReadAsync(default))!.Value.Plan.Proposed);

        Assert.Equal(4, (await Source(16, LanePlanUse.Repairing).GetAsync(Quiet, default)).LanesAtLast);
        Assert.Null((await _store.ReadAsync(default))!.Value.Plan.Proposed);
    }

    [Fact]
    public async Task A_proposal_whose_maker_has_gone_is_confirmed_by_the_next_who_counts()
    {
        await Source(4).GetAsync(Quiet, default);
        _store.BeforeWrite = (plan => plan.LanesAtLast == 8, () => throw new IOException("It ends between the proposal and its confirmation."));
        await Assert.ThrowsAsync<IOException>(() => Source(8).GetAsync(Quiet, default));

        Assert.Equal(8, (await Source(8).GetAsync(Quiet, default)).LanesAt(Minute.Of(Some.At("12:31"))));
    }

    [Fact]
    public void What_is_settled_is_known_to_all_who_count_in_its_minute() =>
        Assert.True(LanePlanSource.AgeMax + TimeSpan.FromMinutes(5) < LanePlanSource.Settled && LanePlanSource.Settled < LanePlanSource.Notice);

    [Fact]
    public async Task A_reader_writes_nothing()
    {
        await Source(4, LanePlanUse.Answering).GetAsync(Quiet, default);

        Assert.Null(await _store.ReadAsync(default));
    }

    [Fact]
    public async Task A_reader_that_found_no_plan_looks_again_the_next_time()
    {
        var reader = Source(1, LanePlanUse.Answering);
        await reader.GetAsync(Quiet, default);
        await Source(4).GetAsync(Quiet, default);

        Assert.Equal(4, (await reader.GetAsync(Quiet, default)).LanesAtLast);
    }

    [Fact]
    public async Task A_plan_is_read_again_after_five_minutes_only()
    {
        var source = Source(4);
        await source.GetAsync(Quiet, default);
        var reads = _store.Reads;
        _time.Advance(TimeSpan.FromMinutes(4));
        await source.GetAsync(Quiet, default);

        Assert.Equal(reads, _store.Reads);
    }

    [Fact]
    public async Task A_plan_that_cannot_be_read_again_serves_until_it_is_too_old()
    {
        var source = Source(4);
        await source.GetAsync(Quiet, default);
        _store.IsDown = true;
        var warnings = new List<string>();

        _time.Advance(LanePlanSource.AgeMax - TimeSpan.FromSeconds(1));
        Assert.Equal(4, (await source.GetAsync(warnings.Add, default)).LanesAtLast);
        Assert.Single(warnings);
        _time.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<IOException>(() => source.GetAsync(Quiet, default));
    }

    private Task StandStillAsync()
    {
        _time.Advance(TimeSpan.FromHours(3));
        return Task.CompletedTask;
    }

    private async Task AssertHoldsFromNowOnAsync(int before, int after)
    {
        var now = Minute.Of(_time.GetUtcNow());
        var plan = (await _store.ReadAsync(default))!.Value.Plan;

        Assert.All(Enumerable.Range(-300, 320), minute => Assert.Equal(before, plan.LanesAt(now.Plus(minute))));
        Assert.Equal(after, plan.LanesAt(Minute.Of(_time.GetUtcNow() + LanePlanSource.Notice).Plus(1)));
    }

    private LanePlanSource Source(int lanes, LanePlanUse use = LanePlanUse.Counting) => new(_store, lanes, use, _time);

    private static void Quiet(string line)
    {
        // These tests look at the plan, not at the log.
    }
}
