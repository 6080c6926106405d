using VideoSeg.Pipeline.Overlay;
using VideoSeg.Pipeline.Preprocess;

namespace VideoSeg.Pipeline.Live.Delivery.Marks;

/// <summary>Where a picture's state mark stands.</summary>
/// <param name="Form">How it looks.</param>
/// <param name="Plate">Its pixels.</param>
/// <param name="Hidden">Pixels of the field of view under it.</param>
internal sealed record StateMarkPlace(StateMarkForm Form, PixelRectangle Plate, long Hidden)
{
    /// <summary>
    /// The largest form that fits into a corner outside the field of view: the right ones first, for names are written on the left. Where the field
    /// leaves no room, the small form where it hides the least.
    /// </summary>
    public static StateMarkPlace Find(int width, int height, FieldOfView? field)
    {
        FieldOfView known = field ?? FieldOfView.Whole(width, height);
        StateMarkPlace? least = null;
        foreach (StateMarkForm form in StateMarkForm.For(width, height))
        {
            int gap = (int)form.Padding;
            (int plateWidth, int plateHeight) = (Math.Min(form.Width, width), Math.Min(form.Height, height));
            (int right, int bottom) = (Math.Max(width - gap - plateWidth, 0), Math.Max(height - gap - plateHeight, 0));
            (gap, int top) = (Math.Min(gap, right), Math.Min(gap, bottom));
            foreach ((int x, int y) in (ReadOnlySpan<(int, int)>)[(right, bottom), (right, top), (gap, bottom), (gap, top)])
            {
                var plate = new PixelRectangle(x, y, x + plateWidth, y + plateHeight);
                long hidden = Inside(known, plate);
                if (hidden == 0)
                {
                    return new StateMarkPlace(form, plate, 0);
                }

                least = least is null || hidden < least.Hidden ? new StateMarkPlace(form, plate, hidden) : least;
            }
        }

        return least!;
    }

    private static long Inside(FieldOfView field, in PixelRectangle plate)
    {
        long inside = 0;
        for (int y = plate.Top; y < plate.Bottom; y++)
        {
            (int start, int end) = field.Row(y);
            inside += Math.Max(Math.Min(end, plate.Right) - Math.Max(start, plate.Left), 0);
        }

        return inside;
    }
}
