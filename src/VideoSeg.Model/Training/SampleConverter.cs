using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;

namespace VideoSeg.Model.Training;

/// <summary>Brings pictures and masks to the network's size as bytes. One thread at a time.</summary>
/// <param name="size">Width and height of the network's input in pixels.</param>
/// <param name="kinds">How many classes besides the background masks may hold.</param>
internal sealed class SampleConverter(int size, int kinds = 1)
{
    private readonly InputConverter _converter = new(size, size);
    private readonly float[] _planes = new float[3 * size * size];
    private readonly ClassCoverage? _coverage = kinds == 1 ? null : new ClassCoverage(size * size);

    /// <summary>The picture as three planes of bytes.</summary>
    public void Image(Picture picture, Span<byte> planes)
    {
        Convert(picture);
        for (int i = 0; i < planes.Length; i++)
        {
            planes[i] = (byte)((_planes[i] * 255) + 0.5f);
        }
    }

    /// <summary>
    /// The mask as one plane of class numbers, 0 for background: polyp where polyps cover half of the pixel or more, and then of the class that covers
    /// most of it, of equals the first.
    /// </summary>
    /// <param name="mask">0 or 255 for one kind of polyp, class numbers for several.</param>
    /// <param name="plane">[S, S].</param>
    public void Mask(Picture mask, Span<byte> plane)
    {
        if (_coverage is null)
        {
            Convert(mask);
            for (int i = 0; i < plane.Length; i++)
            {
                plane[i] = _planes[i] >= 0.5f ? (byte)1 : (byte)0;
            }

            return;
        }

        _coverage.Clear();
        var one = new Picture(mask.Width, mask.Height, mask.Format);
        for (int kind = 1; kind <= kinds; kind++)
        {
            if (mask.Data.AsSpan().Contains((byte)kind))
            {
                for (int i = 0; i < one.Data.Length; i++)
                {
                    one.Data[i] = mask.Data[i] == kind ? byte.MaxValue : (byte)0;
                }

                Convert(one);
                _coverage.Add((byte)kind, _planes);
            }
        }

        _coverage.Decide(plane);
    }

    private unsafe void Convert(Picture picture)
    {
        fixed (byte* data = picture.Data)
        {
            _converter.Convert(picture.AsPlanes(data), _planes);
        }
    }
}
