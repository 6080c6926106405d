using VideoSeg.Model.Images;

namespace VideoSeg.Pipeline.Output.Gallery;

/// <summary>Turns pictures by quarters, as players turn the video they come from.</summary>
internal static class PictureTurn
{
    /// <summary>The picture turned clockwise; itself for no turn.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="quarters">0 to 3.</param>
    public static Picture Clockwise(Picture picture, int quarters)
    {
        if (quarters == 0)
        {
            return picture;
        }

        (int width, int height) = (picture.Width, picture.Height);
        bool isUpright = quarters == 2;
        var turned = new Picture(isUpright ? width : height, isUpright ? height : width, picture.Format);
        int bytes = picture.Format.Components[0].StepBytes;
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                (int column, int row) = quarters switch
                {
                    1 => (height - 1 - y, x),
                    2 => (width - 1 - x, height - 1 - y),
                    _ => (y, width - 1 - x),
                };
                picture.Data.AsSpan(((y * width) + x) * bytes, bytes).CopyTo(turned.Data.AsSpan(((row * turned.Width) + column) * bytes, bytes));
            }
        }

        return turned;
    }
}
