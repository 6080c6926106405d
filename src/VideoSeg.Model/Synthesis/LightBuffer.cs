namespace VideoSeg.Model.Synthesis;

/// <summary>The light that reached each pixel while the shutter was open, and how much of it a polyp sent.</summary>
internal sealed class LightBuffer(int width, int height)
{
    /// <summary>Width in pixels.</summary>
    public int Width { get; } = width;

    /// <summary>Height in pixels.</summary>
    public int Height { get; } = height;

    /// <summary>Red, green and blue planes; rows of <see cref="Stride"/> values.</summary>
    public float[][] Planes { get; } = [new float[PaddedWidth(width) * height], new float[PaddedWidth(width) * height], new float[PaddedWidth(width) * height]];

    /// <summary>Rays that met a polyp, for each pixel.</summary>
    public float[] PolypHits { get; } = new float[PaddedWidth(width) * height];

    /// <summary>Values in a row: the width rounded up so that eight pixels can always be stored at once.</summary>
    public int Stride { get; } = PaddedWidth(width);

    /// <summary>Row <paramref name="y"/> of a plane.</summary>
    public Span<float> Row(int channel, int y) => Planes[channel].AsSpan(y * Stride, Stride);

    /// <summary>Values in a row of a picture <paramref name="width"/> pixels wide.</summary>
    public static int PaddedWidth(int width) => ((width + 7) / 8 * 8) + 8;
}
