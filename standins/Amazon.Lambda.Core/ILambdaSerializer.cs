namespace Amazon.Lambda.Core;

/// <summary>Turns an invocation's payload into a value and a result into a payload.</summary>
public interface ILambdaSerializer
{
    T Deserialize<T>(Stream requestStream);

    void Serialize<T>(T response, Stream responseStream);
}
