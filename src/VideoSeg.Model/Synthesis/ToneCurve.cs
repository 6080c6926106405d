namespace VideoSeg.Model.Synthesis;

/// <summary>From light to the values of the picture: linear in the shadows and the middle, a soft shoulder, then gamma 2.2.</summary>
internal static class ToneCurve
{
    // The table's steps are even in the square root of light, where the curve is nearly straight.
    private const int Steps = 2048;

    private const float White = 2.2f;
    private const float Knee = 0.5f;

    private static readonly float[] s_table = MakeTable();

    /// <summary>Replaces light, times <paramref name="exposure"/>, by values in [0, 1].</summary>
    public static void Apply(Span<float> row, float exposure)
    {
        float scale = exposure / White;
        for (int i = 0; i < row.Length; i++)
        {
            float position = MathF.Sqrt(MathF.Min(MathF.Max(row[i] * scale, 0), 1)) * Steps;
            int step = (int)position;
            float low = s_table[step];
            row[i] = low + ((s_table[step + 1] - low) * (position - step));
        }
    }

    private static float[] MakeTable()
    {
        var table = new float[Steps + 2];
        for (int i = 0; i < table.Length; i++)
        {
            float root = (float)i / Steps, light = root * root * White;
            if (light > Knee)
            {
                const float Bend = 1.35f;
                float over = (light - Knee) / (White - Knee);
                light = Knee + ((1 - Knee) * (1 - MathF.Exp(-Bend * over)) / (1 - MathF.Exp(-Bend)));
            }

            table[i] = MathF.Pow(MathF.Min(light, 1), 1 / 2.2f);
        }

        return table;
    }
}
