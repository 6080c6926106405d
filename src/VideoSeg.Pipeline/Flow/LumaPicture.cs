using VideoSeg.Model.Inputs;

namespace VideoSeg.Pipeline.Flow;

/// <summary>Makes small gray pictures of frames of any format, for optical flow. Keeps its memory; not for two threads at a time.</summary>
public sealed class LumaPicture
{
    private readonly InputConverter _converter;
    private readonly float[] _planes;
    private PixelFormat? _source;
    private PixelFormat? _luma;

    /// <summary>Makes pictures of <paramref name="size"/> x <paramref name="size"/>.</summary>
    public LumaPicture(int size)
    {
        _converter = new InputConverter(size, size);
        _planes = new float[_converter.Length];
    }

    /// <summary>Stretches the region of a picture to the size.</summary>
    /// <param name="picture">In host memory.</param>
    /// <param name="gray">Filled: one byte a pixel, row after row.</param>
    public void Take(in ImagePlanes picture, Span<byte> gray)
    {
        _converter.Convert(LumaOf(picture), _planes);
        int count = gray.Length;
        bool isRgb = picture.Format.Model == ColorModel.Rgb;
        for (int i = 0; i < count; i++)
        {
            float value = isRgb ? (0.25f * _planes[i]) + (0.5f * _planes[count + i]) + (0.25f * _planes[(2 * count) + i]) : _planes[i];
            gray[i] = (byte)((255 * value) + 0.5f);
        }
    }

    /// <summary>The luma of a YUV picture as a gray one, so that its chroma need not be looked at.</summary>
    private ImagePlanes LumaOf(in ImagePlanes picture)
    {
        if (picture.Format.Model != ColorModel.Yuv)
        {
            return picture;
        }

        if (!ReferenceEquals(_source, picture.Format))
        {
            _source = picture.Format;
            _luma = new PixelFormat(picture.Format.Name, ColorModel.Gray, 0, 0, [picture.Format.Components[0]]);
        }

        return picture with { Format = _luma! };
    }
}
