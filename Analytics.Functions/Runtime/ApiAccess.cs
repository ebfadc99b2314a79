namespace Analytics.Functions.Runtime;

/// <summary>Who may call the API: the template's parameter <c>Access</c>.</summary>
public enum ApiAccess
{
    /// <summary>Principals of AWS accounts. Each may do everything: IAM policies say who may call which route.</summary>
    Iam,

    /// <summary>Callers with a token. Without the scope of the back office it is of one customer, and reaches that one's orders.</summary>
    Jwt,

    /// <summary>Everyone, and each may do everything.</summary>
    Open,
}
