using System.Numerics;
using VideoSeg.Model.Inputs;

namespace VideoSeg.Pipeline.Preprocess;

/// <summary>
/// Finds the field of view from some pictures of a recording: what is lit in more than a quarter of them, in one piece, made convex, less black boxes
/// in its corners. More pictures make it surer, as a dark bowel looks like a border, and passing text like a part of the field. Pictures that
/// are dark all over do not count. Not for two threads at a time.
/// </summary>
public sealed class FieldOfViewFinder
{
    /// <summary>Cells a side of the grid that pictures are looked at on: a cell of 1080p is 5 x 3 pixels.</summary>
    private const int Size = 352;

    /// <summary>Brightness from which a cell is lit: above the noise of a border, below dark tissue.</summary>
    private const float LitLevel = 0.085f;

    /// <summary>A smaller lit area, as a share of the picture, is taken for no field at all.</summary>
    private const double SmallestShare = 0.12;

    /// <summary>So much of the picture is all of it.</summary>
    private const double WholeShare = 0.985;

    /// <summary>Cells taken off at the border, where it blurs into the picture.</summary>
    private const float Inset = 0.75f;

    /// <summary>So many of each cell's brightnesses are kept: enough for a quarter of a dozen pictures.</summary>
    private const int Ranks = 4;

    private readonly InputConverter _converter = new(Size, Size);
    private readonly float[] _rgb = new float[3 * Size * Size];
    private readonly float[][] _brightest = [.. Enumerable.Range(0, Ranks).Select(_ => new float[Size * Size])];
    private int _width;
    private int _height;

    /// <summary>Pictures looked at so far.</summary>
    public int Pictures { get; private set; }

    /// <summary>Those of them that count, being lit.</summary>
    public int LitPictures { get; private set; }

    /// <summary>Whether a picture is of the size of those before.</summary>
    public bool Fits(in ImagePlanes picture) => Pictures == 0 || (picture.Width, picture.Height) == (_width, _height);

    /// <summary>Looks at a picture; all must be of one size.</summary>
    public void Add(in ImagePlanes picture)
    {
        if (!Fits(picture))
        {
            throw new ArgumentException($"expected a picture of {_width} x {_height}, got {picture.Width} x {picture.Height}", nameof(picture));
        }

        (_width, _height) = (picture.Width, picture.Height);
        Pictures++;
        _converter.Convert(picture, _rgb);
        int cells = Size * Size, lit = 0;
        for (int i = 0; i < cells; i++)
        {
            _rgb[i] = Math.Max(_rgb[i], Math.Max(_rgb[cells + i], _rgb[(2 * cells) + i]));
            lit += _rgb[i] >= LitLevel ? 1 : 0;
        }

        if (lit < SmallestShare * cells)
        {
            return;
        }

        LitPictures++;
        for (int i = 0; i < cells; i++)
        {
            float brightness = _rgb[i];
            for (int rank = 0; rank < Ranks; rank++)
            {
                float kept = _brightest[rank][i];
                (_brightest[rank][i], brightness) = (Math.Max(kept, brightness), Math.Min(kept, brightness));
            }
        }
    }

    /// <summary>The field in the pictures so far; the whole picture where none stands out.</summary>
    /// <exception cref="InvalidOperationException">No picture was added.</exception>
    public FieldOfView Find()
    {
        if (Pictures == 0)
        {
            throw new InvalidOperationException("expected at least one picture, got none");
        }

        float[] brightness = _brightest[Math.Min(LitPictures / 4, Ranks - 1)];
        LitArea area = LitArea.Find(brightness, Size, LitLevel);
        if (area.Count < SmallestShare * Size * Size)
        {
            return FieldOfView.Whole(_width, _height);
        }

        List<Vector2> hull = ConvexHull.Of(Corners(area));
        List<CornerNotch> notches = CornerNotch.FindAll(area, brightness, hull);
        var rows = new (int Start, int End)[_height];
        for (int y = 0; y < _height; y++)
        {
            rows[y] = RowOf(hull, notches, (y + 0.5f) * Size / _height);
        }

        double share = rows.Sum(row => (double)(row.End - row.Start)) / ((double)_width * _height);
        return share >= WholeShare || share < SmallestShare / 2
            ? FieldOfView.Whole(_width, _height)
            : new FieldOfView(_width, [.. rows], FieldShapes.Of(hull, notches.Count > 0, (float)_width / _height));
    }

    /// <summary>The corners of the first and last cell of each row.</summary>
    private static IEnumerable<Vector2> Corners(LitArea area)
    {
        for (int y = 0; y < Size; y++)
        {
            int first = Enumerable.Range(0, Size).FirstOrDefault(x => area[x, y], -1);
            if (first >= 0)
            {
                int last = Enumerable.Range(0, Size).Last(x => area[x, y]) + 1;
                yield return new Vector2(first, y);
                yield return new Vector2(first, y + 1);
                yield return new Vector2(last, y);
                yield return new Vector2(last, y + 1);
            }
        }
    }

    private (int Start, int End) RowOf(List<Vector2> hull, List<CornerNotch> notches, float y)
    {
        // At an edge of the picture nothing is taken off.
        float above = hull.Min(p => p.Y) <= 0 && y < Inset ? y : y - Inset;
        float below = hull.Max(p => p.Y) >= Size && y > Size - Inset ? y : y + Inset;
        if (ConvexHull.Cut(hull, above) is not var (left, right) || ConvexHull.Cut(hull, below) is not var (left2, right2))
        {
            return (0, 0);
        }

        (left, right) = (Math.Max(left, left2), Math.Min(right, right2));
        left += left <= 0 ? 0 : Inset;
        right -= right >= Size ? 0 : Inset;
        foreach (CornerNotch notch in notches)
        {
            if (y > notch.Top - Inset && y < notch.Bottom + Inset)
            {
                left = notch.Left <= left ? Math.Max(left, notch.Right + Inset) : left;
                right = notch.Right >= right ? Math.Min(right, notch.Left - Inset) : right;
            }
        }

        int start = Math.Clamp((int)MathF.Ceiling(left * _width / Size), 0, _width);
        return (start, Math.Clamp((int)MathF.Floor(right * _width / Size), start, _width));
    }
}
