namespace Analytics.Local.CloudWatch.Protocol;

/// <summary>An operation of the service. Thread-safe.</summary>
internal interface IOperation
{
    /// <summary>The operation's name in requests.</summary>
    string Name { get; }

    /// <summary>Executes the operation.</summary>
    /// <returns>The result; null for an operation without a result.</returns>
    /// <exception cref="ServiceError">The request is rejected.</exception>
    WireValue.Map? Execute(Input input);
}
