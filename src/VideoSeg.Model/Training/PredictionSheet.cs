using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;

namespace VideoSeg.Model.Training;

/// <summary>Pictures with the outline of truth and prediction, side by side, to look at while a run goes on.</summary>
internal static class PredictionSheet
{
    /// <summary>Most pictures on a sheet.</summary>
    public const int Pictures = 12;

    private const int Columns = 4;
    private static readonly (byte R, byte G, byte B) TruthColor = (60, 255, 60);
    private static readonly (byte R, byte G, byte B) PredictionColor = (40, 160, 255);

    /// <summary>Draws a sheet.</summary>
    /// <param name="size">Side of a picture, S.</param>
    /// <param name="images">[N, 3, S, S].</param>
    /// <param name="masks">[N, 1, S, S], 0 or 255.</param>
    /// <param name="probabilities">[N, 1, S, S].</param>
    /// <param name="threshold">Probability from which a pixel is polyp.</param>
    public static Picture Draw(int size, byte[] images, byte[] masks, float[] probabilities, float threshold)
    {
        int plane = size * size, count = masks.Length / plane;
        int rows = (count + Columns - 1) / Columns;
        var sheet = new Picture(Columns * size, rows * size, PixelFormat.Rgb24);
        bool[] truth = new bool[plane], predicted = new bool[plane];
        for (int n = 0; n < count; n++)
        {
            for (int i = 0; i < plane; i++)
            {
                truth[i] = masks[(n * plane) + i] != 0;
                predicted[i] = probabilities[(n * plane) + i] >= threshold;
            }

            for (int i = 0; i < plane; i++)
            {
                int x = i % size, y = i / size;
                int at = ((((n / Columns * size) + y) * sheet.Width) + (n % Columns * size) + x) * 3;
                var (r, g, b) = IsEdge(predicted, size, x, y) ? PredictionColor
                    : IsEdge(truth, size, x, y) ? TruthColor
                    : (images[(n * 3 * plane) + i], images[(((n * 3) + 1) * plane) + i], images[(((n * 3) + 2) * plane) + i]);
                (sheet.Data[at], sheet.Data[at + 1], sheet.Data[at + 2]) = (r, g, b);
            }
        }

        return sheet;
    }

    private static bool IsEdge(bool[] mask, int size, int x, int y)
    {
        int i = (y * size) + x;
        return mask[i] && (x == 0 || y == 0 || x == size - 1 || y == size - 1 ||
            !mask[i - 1] || !mask[i + 1] || !mask[i - size] || !mask[i + size]);
    }
}
