namespace Analytics.Local.CloudWatch.Protocol;

/// <summary>One of the service's operations. Safe to call from many threads at once.</summary>
internal interface IOperation
{
    /// <summary>The name on the wire.</summary>
    string Name { get; }

    /// <summary>Does what the request asks.</summary>
    /// <returns>The response; null for an operation that has none.</returns>
    /// <exception cref="ServiceError">The request is refused.</exception>
    WireValue.Map? Execute(Input input);
}
