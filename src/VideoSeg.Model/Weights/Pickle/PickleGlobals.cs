namespace VideoSeg.Model.Weights.Pickle;

/// <summary>
/// The globals that a checkpoint may name, and what stands here in the place of calling them. Everything else is refused by name.
/// </summary>
internal static class PickleGlobals
{
    private static readonly PickleGlobal OrderedDictionary = new("collections", "OrderedDict");
    private static readonly PickleGlobal RebuildTensor = new("torch._utils", "_rebuild_tensor_v2");
    private static readonly PickleGlobal RebuildParameter = new("torch._utils", "_rebuild_parameter");

    private static readonly string[] Storages = ["FloatStorage", "DoubleStorage", "HalfStorage", "BFloat16Storage", "LongStorage"];

    public static PickleGlobal Admit(string module, string name)
    {
        var global = new PickleGlobal(module, name);
        bool known = global == OrderedDictionary || global == RebuildTensor || global == RebuildParameter
            || (module == "torch" && Storages.Contains(name, StringComparer.Ordinal));
        return known
            ? global
            : throw new PickleFormatException(
                $"it names {global}, which is refused: only plain tensors are read and nothing is ever executed. " +
                "In Python, save the weights alone: torch.save(model.state_dict(), file)");
    }

    /// <summary>What the call would yield, for the calls that are known.</summary>
    public static object Reduce(object? callable, object? arguments)
    {
        if (callable is not PickleGlobal global || arguments is not PickleTuple { Items: var items })
        {
            throw new PickleFormatException("it calls something that is no known function");
        }

        if (global == OrderedDictionary && items is [])
        {
            return new PickleDictionary();
        }

        if (global == RebuildTensor && items is [PickleStorage storage, long offset, PickleTuple sizes, PickleTuple strides, ..])
        {
            return new PickleTensor(storage, offset, Integers(sizes), Integers(strides));
        }

        if (global == RebuildParameter && items is [PickleTensor tensor, ..])
        {
            return tensor;
        }

        throw new PickleFormatException($"it calls {global} with arguments that are not understood");
    }

    public static PickleStorage LoadPersistent(object? id) =>
        id is PickleTuple { Items: ["storage", PickleGlobal { Module: "torch" } type, string key, string, long count] }
            ? new PickleStorage(type, key, count)
            : throw new PickleFormatException("it refers to stored data in a way that is not understood");

    // Looked at before it is copied: one long tuple may be named by any number of tensors.
    private static long[] Integers(PickleTuple tuple) => tuple.Items.Length <= PickleTensor.MaximumDimensions
        ? Array.ConvertAll(tuple.Items, item =>
            item is long number ? number : throw new PickleFormatException($"a tensor's shape holds {item ?? "None"} where a whole number was expected"))
        : throw new PickleFormatException($"a tensor's shape holds {tuple.Items.Length} numbers where at most {PickleTensor.MaximumDimensions} were expected");
}
