using VideoSeg.Pipeline.Preprocess;

namespace VideoSeg.Pipeline.Overlay;

/// <summary>Where a picture's legend stands.</summary>
/// <param name="Form">How it is laid out.</param>
/// <param name="Plate">Its pixels.</param>
internal sealed record LegendPlace(LegendForm Form, PixelRectangle Plate)
{
    /// <summary>No chroma sample stands for more columns or rows than this: one that the legend changes must not stand for a pixel of the field.</summary>
    private const int ChromaBlock = 4;

    /// <summary>
    /// The best form that finds room outside the field of view: in a corner or at an edge, the left ones first, for the right is the state mark's. Where the
    /// picture has no border, the lower left corner. Null where there is a border without room: over the field nothing is written.
    /// </summary>
    /// <param name="width">Width of the picture.</param>
    /// <param name="height">Height of the picture.</param>
    /// <param name="names">Names of the classes.</param>
    /// <param name="field">The field of view; null where it is not known, or the whole picture.</param>
    /// <param name="isTurned">Whether players turn the picture by a quarter.</param>
    /// <param name="taken">Where something else stands; empty for nothing.</param>
    public static LegendPlace? Find(int width, int height, string[] names, FieldOfView? field, bool isTurned, in PixelRectangle taken)
    {
        FieldOfView? border = field is { IsWhole: false } ? field : null;
        foreach (LegendForm form in LegendForm.For(width, height, names))
        {
            int gap = (int)form.Padding;
            (int plateWidth, int plateHeight) = isTurned ? (form.Height, form.Width) : (form.Width, form.Height);
            (int right, int bottom) = (width - gap - plateWidth, height - gap - plateHeight);
            if (right < gap || bottom < gap)
            {
                continue;
            }

            (int centre, int middle) = ((width - plateWidth) / 2, (height - plateHeight) / 2);
            foreach ((int x, int y) in (ReadOnlySpan<(int, int)>)
                [(gap, bottom), (gap, gap), (right, gap), (right, bottom), (gap, middle), (right, middle), (centre, bottom), (centre, gap)])
            {
                var plate = new PixelRectangle(x, y, x + plateWidth, y + plateHeight);
                if (!Overlaps(plate, taken) && (border is null || IsOutside(border, plate)))
                {
                    return new LegendPlace(form, plate);
                }
            }
        }

        return null;
    }

    private static bool Overlaps(in PixelRectangle a, in PixelRectangle b) => a.Left < b.Right && b.Left < a.Right && a.Top < b.Bottom && b.Top < a.Bottom;

    private static bool IsOutside(FieldOfView field, in PixelRectangle plate)
    {
        int left = plate.Left & -ChromaBlock, right = (plate.Right + ChromaBlock - 1) & -ChromaBlock;
        int bottom = Math.Min((plate.Bottom + ChromaBlock - 1) & -ChromaBlock, field.Height);
        for (int y = plate.Top & -ChromaBlock; y < bottom; y++)
        {
            (int start, int end) = field.Row(y);
            if (Math.Min(end, right) > Math.Max(start, left))
            {
                return false;
            }
        }

        return true;
    }
}
