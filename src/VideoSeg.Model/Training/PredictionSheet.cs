using VideoSeg.Model.Evaluation;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.Training;

/// <summary>
/// Pictures with the outline of truth and prediction, to look at while a run goes on. Of one class the truth is green and the prediction
/// blue; of several each has its class's colour, the truth dashed.
/// </summary>
internal static class PredictionSheet
{
    /// <summary>Most pictures on a sheet.</summary>
    public const int Pictures = 12;

    private const int Columns = 4;
    private const int Dash = 3;
    private static readonly (byte R, byte G, byte B) TruthColor = (60, 255, 60);
    private static readonly (byte R, byte G, byte B) PredictionColor = (40, 160, 255);

    // Where the recipe names no colours; none of them occurs in the bowel.
    private static readonly (byte R, byte G, byte B)[] ClassColor = [(13, 242, 255), (64, 255, 89), (102, 153, 255), (204, 128, 255)];

    /// <summary>Draws a sheet.</summary>
    /// <param name="size">Side of a picture, S.</param>
    /// <param name="images">[N, 3, S, S].</param>
    /// <param name="masks">[N, 1, S, S], numbers of classes.</param>
    /// <param name="probabilities">[N, K, S, S], of several planes the background's first.</param>
    /// <param name="config">Classes, colours and threshold.</param>
    public static Picture Draw(int size, byte[] images, byte[] masks, float[] probabilities, TrainingConfig config)
    {
        int plane = size * size, count = masks.Length / plane, classes = config.Classes.Length;
        int rows = (count + Columns - 1) / Columns;
        var sheet = new Picture(Columns * size, rows * size, PixelFormat.Rgb24);
        byte[] predicted = new byte[plane];
        for (int n = 0; n < count; n++)
        {
            int background = (classes - config.Kinds) * plane;
            ClassRule.Choose(probabilities.AsSpan((n * plane * classes) + background, plane * config.Kinds), config.Kinds, (float)config.Threshold, predicted);
            ReadOnlySpan<byte> truth = masks.AsSpan(n * plane, plane);
            for (int i = 0; i < plane; i++)
            {
                int x = i % size, y = i / size;
                int at = ((((n / Columns * size) + y) * sheet.Width) + (n % Columns * size) + x) * 3;
                bool isDash = config.Kinds == 1 || (x + y) / Dash % 2 == 0;
                var (r, g, b) = IsEdge(predicted, size, x, y) ? Color(config, predicted[i], PredictionColor)
                    : isDash && IsEdge(truth, size, x, y) ? Color(config, truth[i], TruthColor)
                    : (images[(n * 3 * plane) + i], images[(((n * 3) + 1) * plane) + i], images[(((n * 3) + 2) * plane) + i]);
                (sheet.Data[at], sheet.Data[at + 1], sheet.Data[at + 2]) = (r, g, b);
            }
        }

        return sheet;
    }

    private static (byte R, byte G, byte B) Color(TrainingConfig config, int kind, (byte R, byte G, byte B) ofOneClass) =>
        config.Kinds == 1 ? ofOneClass
        : config.Colors.IsEmpty ? ClassColor[(kind - 1) % ClassColor.Length]
        : ClassColors.Parse(config.Colors[kind - 1]);

    /// <summary>Whether a pixel of a class has a neighbour that is not of it, or none at all.</summary>
    private static bool IsEdge(ReadOnlySpan<byte> mask, int size, int x, int y)
    {
        int i = (y * size) + x;
        return mask[i] != 0 && (x == 0 || y == 0 || x == size - 1 || y == size - 1 ||
            mask[i - 1] != mask[i] || mask[i + 1] != mask[i] || mask[i - size] != mask[i] || mask[i + size] != mask[i]);
    }
}
