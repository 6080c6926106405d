using VideoSeg.Model.Images;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;

namespace VideoSeg.Pipeline.Scores;

/// <summary>The polyps of a mask on the network's grid of cells: which cell belongs to which of them. Keeps its memory; not for two threads at a time.</summary>
/// <param name="width">Cells a row.</param>
/// <param name="height">Rows.</param>
internal sealed class TruthGrid(int width, int height)
{
    private readonly ComponentFinder _finder = new();
    private readonly float[] _cells = new float[width * height];
    private readonly int[] _labels = new int[width * height];
    private readonly List<PixelRegion> _boxes = [];

    public int Width => width;

    public int Height => height;

    /// <summary>Smallest rectangle of cells around each polyp.</summary>
    public IReadOnlyList<PixelRegion> Boxes => _boxes;

    /// <summary>What <see cref="Labels"/> holds where there is a polyp that is too small to count.</summary>
    public const int Speck = -1;

    /// <summary>For each cell the number of its polyp, from 1; 0 where there is none, <see cref="Speck"/> where one is too small.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>Takes a mask; a cell is polyp where any pixel in it is. Components below a share of the grid are specks.</summary>
    public void Take(Picture mask, double minArea)
    {
        for (int y = 0; y < height; y++)
        {
            int top = y * mask.Height / height, bottom = Math.Max(top + 1, (y + 1) * mask.Height / height);
            for (int x = 0; x < width; x++)
            {
                int left = x * mask.Width / width, right = Math.Max(left + 1, (x + 1) * mask.Width / width);
                bool isPolyp = false;
                for (int row = top; row < bottom; row++)
                {
                    isPolyp |= mask.Data.AsSpan((row * mask.Width) + left, right - left).ContainsAnyExcept((byte)0);
                }

                _cells[(y * width) + x] = isPolyp ? 1 : 0;
            }
        }

        Label(minArea);
    }

    private void Label(double minArea)
    {
        _finder.Find(_cells, width, height, 0.5f);
        Array.Clear(_labels);
        _boxes.Clear();
        int[] numbers = new int[_finder.Components.Length];
        foreach (CellRun run in _finder.Runs)
        {
            if (_finder.Components[run.Component].Cells < minArea * width * height)
            {
                _labels.AsSpan((run.Row * width) + run.Start, run.End - run.Start).Fill(Speck);
                continue;
            }

            var box = new PixelRegion(run.Start, run.Row, run.End - run.Start, 1);
            if (numbers[run.Component] == 0)
            {
                _boxes.Add(box);
                numbers[run.Component] = _boxes.Count;
            }

            int number = numbers[run.Component];
            _boxes[number - 1] = Join(_boxes[number - 1], box);
            _labels.AsSpan((run.Row * width) + run.Start, run.End - run.Start).Fill(number);
        }
    }

    private static PixelRegion Join(PixelRegion a, PixelRegion b)
    {
        int left = Math.Min(a.X, b.X), top = Math.Min(a.Y, b.Y);
        return new(left, top, Math.Max(a.X + a.Width, b.X + b.Width) - left, Math.Max(a.Y + a.Height, b.Y + b.Height) - top);
    }
}
