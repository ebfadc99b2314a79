namespace Amazon.Lambda.Serialization.SystemTextJson;

/// <summary>A payload could not be read or written; the inner exception says why.</summary>
public class JsonSerializerException : Exception
{
    public JsonSerializerException(string message)
        : base(message)
    {
    }

    public JsonSerializerException(string message, Exception exception)
        : base(message, exception)
    {
    }
}
