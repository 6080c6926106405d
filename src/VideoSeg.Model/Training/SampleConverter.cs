using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;

namespace VideoSeg.Model.Training;

/// <summary>Brings pictures and masks to the network's size as bytes. One thread at a time.</summary>
internal sealed class SampleConverter(int size)
{
    private readonly InputConverter _converter = new(size, size);
    private readonly float[] _planes = new float[3 * size * size];

    /// <summary>The picture as three planes of bytes.</summary>
    public void Image(Picture picture, Span<byte> planes)
    {
        Convert(picture);
        for (int i = 0; i < planes.Length; i++)
        {
            planes[i] = (byte)((_planes[i] * 255) + 0.5f);
        }
    }

    /// <summary>The mask as one plane of 0 and 255: polyp where it covers half of the pixel or more.</summary>
    public void Mask(Picture mask, Span<byte> plane)
    {
        Convert(mask);
        for (int i = 0; i < plane.Length; i++)
        {
            plane[i] = _planes[i] >= 0.5f ? (byte)255 : (byte)0;
        }
    }

    private unsafe void Convert(Picture picture)
    {
        fixed (byte* data = picture.Data)
        {
            _converter.Convert(picture.AsPlanes(data), _planes);
        }
    }
}
