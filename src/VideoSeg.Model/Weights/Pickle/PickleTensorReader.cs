using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace VideoSeg.Model.Weights.Pickle;

/// <summary>Turns the tensors that a pickle describes into stored tensors, with every number checked against the storage it points into.</summary>
internal sealed class PickleTensorReader(Func<string, long, byte[]> readStorage)
{
    private readonly Dictionary<string, byte[]> _storages = new(StringComparer.Ordinal);
    private long _bytes;

    /// <summary>The tensor's elements in row-major order; float64 becomes float32.</summary>
    public WeightTensor Read(string name, PickleTensor tensor)
    {
        (ElementType type, int size) = tensor.Storage.Type.Name switch
        {
            "FloatStorage" => (ElementType.Float32, 4),
            "HalfStorage" => (ElementType.Float16, 2),
            "BFloat16Storage" => (ElementType.BFloat16, 2),
            "LongStorage" => (ElementType.Int64, 8),
            "DoubleStorage" => (ElementType.Float32, 8),
            var other => throw new PickleFormatException($"{name}: {other} is no storage"),
        };
        int count = CheckedCount(name, tensor, size);
        byte[] storage = Storage(tensor.Storage, size);
        byte[] data = Gather(storage, tensor, count, size);
        if (tensor.Storage.Type.Name == "DoubleStorage")
        {
            return WeightTensor.FromFloats(Array.ConvertAll(MemoryMarshal.Cast<byte, double>(data).ToArray(), value => (float)value), [.. tensor.Sizes]);
        }

        return new(type, ImmutableArray.Create(tensor.Sizes), data);
    }

    private int CheckedCount(string name, PickleTensor tensor, int elementSize)
    {
        if (tensor.Sizes.Length != tensor.Strides.Length || tensor.Offset < 0
            || tensor.Sizes.Any(size => size < 0) || tensor.Strides.Any(stride => stride < 0))
        {
            throw new PickleFormatException(
                $"{name}: expected as many sizes as strides, none negative, found [{string.Join(", ", tensor.Sizes)}] and [{string.Join(", ", tensor.Strides)}] at {tensor.Offset}");
        }

        Int128 count = WeightTensor.CountElements(tensor.Sizes);
        Int128 last = tensor.Offset;
        for (int i = 0; i < tensor.Sizes.Length; i++)
        {
            last += (Int128)Math.Max(0, tensor.Sizes[i] - 1) * tensor.Strides[i];
        }

        if (count > 0 && last >= tensor.Storage.ElementCount)
        {
            throw new PickleFormatException($"{name}: it reaches element {last} of a storage of {tensor.Storage.ElementCount}");
        }

        // A stride of 0 makes a tensor larger than its storage, so that the file's size is no bound.
        Int128 bytes = count * elementSize;
        if (_bytes + bytes > WeightFiles.MaximumBytes)
        {
            throw new PickleFormatException($"{name}: its tensors are larger than {WeightFiles.MaximumBytes} bytes together");
        }

        _bytes += (long)bytes;
        return (int)count;
    }

    private byte[] Storage(PickleStorage storage, int elementSize)
    {
        if (!_storages.TryGetValue(storage.Key, out byte[]? bytes))
        {
            bytes = readStorage(storage.Key, (long)Int128.Min((Int128)storage.ElementCount * elementSize, long.MaxValue));
            _storages.Add(storage.Key, bytes);
        }

        return bytes.Length == (Int128)storage.ElementCount * elementSize
            ? bytes
            : throw new PickleFormatException($"storage {storage.Key}: expected {(Int128)storage.ElementCount * elementSize} bytes, found {bytes.Length}");
    }

    private static byte[] Gather(byte[] storage, PickleTensor tensor, int count, int size)
    {
        var data = new byte[(long)count * size];
        var index = new long[tensor.Sizes.Length];
        long source = tensor.Offset;
        for (int i = 0; i < count; i++)
        {
            storage.AsSpan((int)(source * size), size).CopyTo(data.AsSpan(i * size));
            for (int d = index.Length - 1; d >= 0; d--)
            {
                source += tensor.Strides[d];
                if (++index[d] < tensor.Sizes[d])
                {
                    break;
                }

                source -= tensor.Strides[d] * tensor.Sizes[d];
                index[d] = 0;
            }
        }

        return data;
    }
}
