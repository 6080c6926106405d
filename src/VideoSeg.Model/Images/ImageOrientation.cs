namespace VideoSeg.Model.Images;

/// <summary>The eight orientations of TIFF and EXIF (tag 274): where the first row and the first column of a stored picture belong.</summary>
internal static class ImageOrientation
{
    /// <summary>Whether width and height change places.</summary>
    private static bool SwapsSides(int orientation) => orientation is >= 5 and <= 8;

    /// <summary>The picture upright; itself where it already is (orientation 1).</summary>
    public static Picture Apply(Picture stored, int orientation)
    {
        if (orientation is < 2 or > 8)
        {
            return stored;
        }

        bool swaps = SwapsSides(orientation);
        int width = swaps ? stored.Height : stored.Width;
        int height = swaps ? stored.Width : stored.Height;
        int step = stored.Format.Components[0].StepBytes;
        byte[] data = GC.AllocateUninitializedArray<byte>(stored.Data.Length);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                (int column, int row) = orientation switch
                {
                    2 => (width - 1 - x, y),
                    3 => (width - 1 - x, height - 1 - y),
                    4 => (x, height - 1 - y),
                    5 => (y, x),
                    6 => (y, width - 1 - x),
                    7 => (height - 1 - y, width - 1 - x),
                    _ => (height - 1 - y, x),
                };
                int from = (row * stored.StrideBytes) + (column * step);
                int to = ((y * width) + x) * step;
                for (int i = 0; i < step; i++)
                {
                    data[to + i] = stored.Data[from + i];
                }
            }
        }

        return new Picture(width, height, stored.Format, data);
    }
}
