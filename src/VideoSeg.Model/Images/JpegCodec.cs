namespace VideoSeg.Model.Images;

/// <summary>JPEG in memory. Safe to call from several threads; no managed memory is allocated.</summary>
public static unsafe class JpegCodec
{
    /// <summary>Encodes packed 8-bit pixels and decodes them again in place: what compression does to a picture.</summary>
    /// <param name="pixels">Rows without padding: 1 byte a pixel (gray) or 3 (R, G, B).</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="quality">1 to 100 on libjpeg's scale.</param>
    /// <param name="subsampling">Chroma samples to keep; of no meaning for gray.</param>
    public static void RoundTrip(
        Span<byte> pixels, int width, int height, int channels, int quality, JpegSubsampling subsampling = JpegSubsampling.Yuv420)
    {
        if (pixels.Length < (long)width * height * channels)
        {
            throw new ArgumentException($"expected {(long)width * height * channels} bytes, got {pixels.Length}", nameof(pixels));
        }

        ImageLibrary.EnsureLoaded();
        fixed (byte* data = pixels)
        {
            int status = ImageNative.vsi_jpeg_round_trip(data, (long)width * channels, width, height, channels, quality, (int)subsampling);
            ImageLibrary.Check(status, FaultKind.Engine, "JPEG round trip");
        }
    }
}
