namespace VideoSeg.Model.Weights.Pickle;

/// <summary>The name of a Python class or function. Only a name: nothing is ever imported or called.</summary>
internal sealed record PickleGlobal(string Module, string Name)
{
    public override string ToString() => $"{Module}.{Name}";
}

/// <summary>A Python dict or OrderedDict: its items in order. Keys are not made unique.</summary>
internal sealed class PickleDictionary
{
    public List<KeyValuePair<object?, object?>> Items { get; } = [];

    /// <summary>The last value stored under a text key, or null.</summary>
    public object? Find(string key) => Items.FindLast(item => item.Key is string text && text == key).Value;
}

/// <summary>A Python tuple.</summary>
internal sealed record PickleTuple(object?[] Items);

/// <summary>A flat array of numbers in the archive's entry <c>data/KEY</c>.</summary>
internal sealed record PickleStorage(PickleGlobal Type, string Key, long ElementCount);

/// <summary>A view of a storage; offset, sizes and strides in elements, not checked yet.</summary>
internal sealed record PickleTensor(PickleStorage Storage, long Offset, long[] Sizes, long[] Strides)
{
    public const int MaximumDimensions = 8;
}
