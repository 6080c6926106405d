namespace VideoSeg.Model.Cuda;

/// <summary>A batch of maps in the memory of a GPU, [pictures, height, width, channels], a pixel's channels next to each other. It owns nothing. Strides are in values.</summary>
/// <param name="Data">Address of the first value; at a multiple of 16 bytes, with strides that are multiples of 8, it is read fastest.</param>
/// <param name="PixelStride">From pixel to pixel of a row: the number of channels, or more in a slice of a wider map.</param>
/// <param name="RowStride">From row to row.</param>
/// <param name="PictureStride">From picture to picture.</param>
/// <param name="Capacity">Values that may be used, from <paramref name="Data"/> on.</param>
public readonly record struct CudaMap(nint Data, long PixelStride, long RowStride, long PictureStride, long Capacity)
{
    /// <summary>Maps that follow each other without gaps.</summary>
    public static CudaMap Dense(nint data, int pictures, int height, int width, int channels) =>
        new(data, channels, (long)width * channels, (long)height * width * channels, (long)pictures * height * width * channels);
}
