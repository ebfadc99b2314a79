using Amazon.Runtime;

namespace Amazon.DynamoDBStreams;

public class KeyType : ConstantClass
{
    public static readonly KeyType HASH = new("HASH");
    public static readonly KeyType RANGE = new("RANGE");

    public KeyType(string value)
        : base(value)
    {
    }

    public static implicit operator KeyType(string value) => FindValue(value);

    public static KeyType FindValue(string value) => FindValue<KeyType>(value);
}

public class OperationType : ConstantClass
{
    public static readonly OperationType INSERT = new("INSERT");
    public static readonly OperationType MODIFY = new("MODIFY");
    public static readonly OperationType REMOVE = new("REMOVE");

    public OperationType(string value)
        : base(value)
    {
    }

    public static implicit operator OperationType(string value) => FindValue(value);

    public static OperationType FindValue(string value) => FindValue<OperationType>(value);
}

public class ShardFilterType : ConstantClass
{
    public static readonly ShardFilterType CHILD_SHARDS = new("CHILD_SHARDS");

    public ShardFilterType(string value)
        : base(value)
    {
    }

    public static implicit operator ShardFilterType(string value) => FindValue(value);

    public static ShardFilterType FindValue(string value) => FindValue<ShardFilterType>(value);
}

public class ShardIteratorType : ConstantClass
{
    public static readonly ShardIteratorType AFTER_SEQUENCE_NUMBER = new("AFTER_SEQUENCE_NUMBER");
    public static readonly ShardIteratorType AT_SEQUENCE_NUMBER = new("AT_SEQUENCE_NUMBER");
    public static readonly ShardIteratorType LATEST = new("LATEST");
    public static readonly ShardIteratorType TRIM_HORIZON = new("TRIM_HORIZON");

    public ShardIteratorType(string value)
        : base(value)
    {
    }

    public static implicit operator ShardIteratorType(string value) => FindValue(value);

    public static ShardIteratorType FindValue(string value) => FindValue<ShardIteratorType>(value);
}

public class StreamStatus : ConstantClass
{
    public static readonly StreamStatus DISABLED = new("DISABLED");
    public static readonly StreamStatus DISABLING = new("DISABLING");
    public static readonly StreamStatus ENABLED = new("ENABLED");
    public static readonly StreamStatus ENABLING = new("ENABLING");

    public StreamStatus(string value)
        : base(value)
    {
    }

    public static implicit operator StreamStatus(string value) => FindValue(value);

    public static StreamStatus FindValue(string value) => FindValue<StreamStatus>(value);
}

public class StreamViewType : ConstantClass
{
    public static readonly StreamViewType KEYS_ONLY = new("KEYS_ONLY");
    public static readonly StreamViewType NEW_AND_OLD_IMAGES = new("NEW_AND_OLD_IMAGES");
    public static readonly StreamViewType NEW_IMAGE = new("NEW_IMAGE");
    public static readonly StreamViewType OLD_IMAGE = new("OLD_IMAGE");

    public StreamViewType(string value)
        : base(value)
    {
    }

    public static implicit operator StreamViewType(string value) => FindValue(value);

    public static StreamViewType FindValue(string value) => FindValue<StreamViewType>(value);
}
