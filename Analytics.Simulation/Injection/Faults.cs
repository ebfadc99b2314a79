namespace Analytics.Simulation.Injection;

/// <summary>How often each fault strikes: one rate per fault, where 0 disables it.</summary>
/// <remarks>The base of a rate depends on the fault: requests, invocations, instances or actions of the shop.</remarks>
internal sealed record Faults
{
    private readonly double[] _rates;

    private Faults(double[] rates) => _rates = rates;

    /// <summary>Every fault at its default rate.</summary>
    public static Faults All { get; } = new([.. Enum.GetValues<Fault>().Select(Rate)]);

    /// <summary>No faults.</summary>
    public static Faults None { get; } = new(new double[Enum.GetValues<Fault>().Length]);

    /// <summary>The rate of a fault, from 0 to 1.</summary>
    public double this[Fault fault] => _rates[(int)fault];

    /// <summary>The enabled faults.</summary>
    public IEnumerable<Fault> On => Enum.GetValues<Fault>().Where(fault => this[fault] > 0);

    /// <summary>A copy with one fault disabled.</summary>
    public Faults Without(Fault fault) => With(fault, 0);

    /// <summary>A copy with one fault at its default rate.</summary>
    public Faults With(Fault fault) => With(fault, Rate(fault));

    /// <summary>A copy with one fault at the given rate.</summary>
    public Faults With(Fault fault, double rate)
    {
        var rates = (double[])_rates.Clone();
        rates[(int)fault] = rate;
        return new Faults(rates);
    }

    private static double Rate(Fault fault) => fault switch
    {
        Fault.RecordTwice => 0.02,
        Fault.BatchTwice => 0.04,
        Fault.BatchesSideBySide => 0.5,
        Fault.CheckpointsLost => 0.002,
        Fault.IteratorExpired => 0.01,
        Fault.PositionLost => 0.1,
        Fault.RecordsTrimmed => 0.5,
        Fault.StreamOutOfReach => 0.01,
        Fault.SourceLate => 0.006,
        Fault.Resharding => 0.008,
        Fault.KinesisFails => 0.03,
        Fault.Throttled => 0.02,
        Fault.TransactionCancelled => 0.1,
        Fault.RequestLost or Fault.AnswerLost or Fault.RequestTwice => 0.01,
        Fault.RequestLate => 0.005,
        Fault.StaleRead => 0.2,
        Fault.IndexLag => 0.3,
        Fault.SmallPages => 0.1,
        Fault.Crash => 0.03,
        Fault.TimeOut or Fault.Zombie => 0.01,
        Fault.WarmInstances => 0.9,
        Fault.InstancesAtOnce => 1,
        Fault.ClockSkew => 0.7,
        Fault.MetricsLost => 0.02,
        Fault.PoisonOnKinesis or Fault.PoisonOnTableStream => 0.005,
        Fault.HugePoison => 0.002,
        Fault.LateChanges => 0.1,
        Fault.BackDated => 0.08,
        Fault.ManyChanges => 0.0005,
        Fault.TimeToLive or Fault.Touches => 0.01,
        Fault.Deletions => 0.012,
        Fault.PutBack => 0.5,
        Fault.PlacedAgain => 0.4,
        Fault.QuantityEdited or Fault.StatusEdited or Fault.PlacedAtEdited or Fault.LaneEdited or Fault.ChangeIdsEdited => 0.006,
        Fault.PriceEdited or Fault.AmountsEdited or Fault.DimensionsEdited or Fault.CurrencyEdited or
            Fault.CustomerEdited or Fault.VersionEdited => 0.004,
        Fault.UpdatedAtEdited or Fault.DigestEdited or Fault.PlacedInEdited => 0.004,
        Fault.MadeInvalid or Fault.ReplacedByAnother or Fault.ReplacedByBackup => 0.006,
        Fault.Imports => 0.01,
        Fault.InvalidImports or Fault.CountedImports => 0.003,
        Fault.LaneChanges => 0.004,
        Fault.ReadsAnyTime => 0.12,
        Fault.Rebuilds => 0.003,
        _ => throw new System.Diagnostics.UnreachableException($"{fault} has no rate."),
    };
}
