using VideoSeg.Model.Inputs;

namespace VideoSeg.Pipeline.Renditions;

/// <summary>
/// Where two pictures of one size lie in one that holds both. Each begins at a whole chroma sample; what a size leaves over of one repeats the
/// picture's last column or row.
/// </summary>
internal readonly unsafe struct TwinPlacement
{
    private readonly PixelFormat _format;
    private readonly bool _isStacked;
    private readonly bool _isSourceFirst;
    private readonly int _cellWidth;
    private readonly int _cellHeight;

    /// <param name="format">Of both.</param>
    /// <param name="width">Of each.</param>
    /// <param name="height">Of each.</param>
    /// <param name="quarters">By how many quarters players turn the picture clockwise, 0 to 3; the source is on the viewer's left.</param>
    public TwinPlacement(PixelFormat format, int width, int height, int quarters)
    {
        _format = format;
        _isStacked = quarters is 1 or 3;
        _isSourceFirst = quarters is 0 or 3;
        (int shiftX, int shiftY) = format.Model == ColorModel.Yuv ? (format.ChromaShiftX, format.ChromaShiftY) : (0, 0);
        _cellWidth = _isStacked ? width : -(-width >> shiftX) << shiftX;
        _cellHeight = _isStacked ? -(-height >> shiftY) << shiftY : height;
    }

    /// <summary>Width of the picture that holds both.</summary>
    public int Width => _isStacked ? _cellWidth : 2 * _cellWidth;

    /// <summary>Height of the picture that holds both.</summary>
    public int Height => _isStacked ? 2 * _cellHeight : _cellHeight;

    /// <summary>Copies one of the two into its place, transparency included.</summary>
    public void Copy(in ImagePlanes picture, in ImagePlanes target, bool isSource)
    {
        bool isFirst = isSource == _isSourceFirst;
        (int left, int top) = isFirst ? (0, 0) : _isStacked ? (0, _cellHeight) : (_cellWidth, 0);
        for (int plane = 0; plane < 4 && picture.Plane(plane) != null; plane++)
        {
            CopyPlane(picture, target, plane, left, top);
        }
    }

    private void CopyPlane(in ImagePlanes picture, in ImagePlanes target, int plane, int left, int top)
    {
        // A plane without components holds the transparency, as large as the first component.
        int first = 0, bytes = 0;
        for (int c = _format.Components.Length - 1; c >= 0; c--)
        {
            first = _format.Components[c].Plane == plane ? c : first;
        }

        for (int c = 0; c < _format.Components.Length; c++)
        {
            bytes = c == first || _format.Components[c].Plane == plane
                ? Math.Max(bytes, _format.ComponentWidth(c, picture.Width) * _format.Components[c].StepBytes) : bytes;
        }

        (int shiftX, int shiftY) = _format.IsChroma(first) ? (_format.ChromaShiftX, _format.ChromaShiftY) : (0, 0);
        int rows = _format.ComponentHeight(first, picture.Height), cellRows = _format.ComponentHeight(first, _cellHeight);
        int offset = (left >> shiftX) * _format.Components[first].StepBytes;
        for (int row = 0; row < cellRows; row++)
        {
            byte* from = picture.Plane(plane) + ((nint)Math.Min(row, rows - 1) * picture.Stride(plane));
            byte* to = target.Plane(plane) + ((nint)((top >> shiftY) + row) * target.Stride(plane)) + offset;
            Buffer.MemoryCopy(from, to, bytes, bytes);
            for (int c = 0; c < _format.Components.Length; c++)
            {
                if (c == first || _format.Components[c].Plane == plane)
                {
                    RepeatLast(to, _format.Components[c], _format.ComponentWidth(c, picture.Width), _format.ComponentWidth(c, _cellWidth));
                }
            }
        }
    }

    private static void RepeatLast(byte* row, PixelComponent layout, int samples, int cellSamples)
    {
        for (int x = samples; x < cellSamples; x++)
        {
            for (int i = 0; i < (layout.DepthBits > 8 ? 2 : 1); i++)
            {
                row[(x * layout.StepBytes) + layout.OffsetBytes + i] = row[((samples - 1) * layout.StepBytes) + layout.OffsetBytes + i];
            }
        }
    }
}
