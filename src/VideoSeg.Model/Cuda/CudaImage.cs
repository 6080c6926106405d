using VideoSeg.Model.Torch;

namespace VideoSeg.Model.Cuda;

/// <summary>One picture of a batch as a network reads it, [3, height, width], in the memory of a GPU. It owns nothing. Strides are in values.</summary>
/// <param name="Data">Address of its first value.</param>
/// <param name="Type">f32, f16 or bf16.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="ChannelStride">From channel to channel.</param>
/// <param name="RowStride">From row to row.</param>
/// <param name="PixelStride">From pixel to pixel of a row.</param>
/// <param name="Capacity">Values that may be written, from <paramref name="Data"/> on.</param>
public readonly record struct CudaImage(
    nint Data, ScalarType Type, int Width, int Height, long ChannelStride, long RowStride, long PixelStride, long Capacity)
{
    /// <summary>Picture <paramref name="index"/> of a batch of planes that follow each other without gaps.</summary>
    public static CudaImage Planes(nint batch, ScalarType type, int index, int width, int height)
    {
        long plane = (long)width * height;
        return new(batch + (nint)(3 * plane * index * CudaTypes.Bytes(type)), type, width, height, plane, width, 1, 3 * plane);
    }

    /// <summary>Picture <paramref name="index"/> of a batch whose channels lie next to each other, <paramref name="pixelStride"/> values a pixel.</summary>
    public static CudaImage ChannelsLast(nint batch, ScalarType type, int index, int width, int height, int pixelStride = 3)
    {
        long size = (long)width * height * pixelStride;
        return new(batch + (nint)(size * index * CudaTypes.Bytes(type)), type, width, height, 1, (long)width * pixelStride, pixelStride, size);
    }

    /// <summary>Picture <paramref name="index"/> of a tensor [N, 3, height, width], contiguous or with the channels last.</summary>
    /// <exception cref="ArgumentException">The tensor is of another shape or layout, or has no such picture.</exception>
    public static CudaImage Of(Tensor batch, int index)
    {
        if (batch.Shape is not [long count, 3, long height, long width] || index < 0 || index >= count)
        {
            throw new ArgumentException($"expected picture {index} of a tensor [N, 3, height, width], got {batch}", nameof(batch));
        }

        return batch.IsContiguous(MemoryFormat.ChannelsLast) ? ChannelsLast(batch.DataPointer, batch.ScalarType, index, (int)width, (int)height)
            : batch.IsContiguous() ? Planes(batch.DataPointer, batch.ScalarType, index, (int)width, (int)height)
            : throw new ArgumentException($"expected planes without gaps or the channels last, got {batch}", nameof(batch));
    }
}
