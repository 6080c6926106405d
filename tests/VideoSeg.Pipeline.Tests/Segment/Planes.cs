namespace VideoSeg.Pipeline.Tests.Segment;

/// <summary>Probability planes for tests.</summary>
internal static class Planes
{
    /// <summary>A disc whose probability falls from 1 to 0 over <paramref name="softness"/> cells around its edge.</summary>
    public static float[] Disc(int width, int height, double x, double y, double radius, double softness = 3)
    {
        var plane = new float[width * height];
        Add(plane, width, height, x, y, radius, softness);
        return plane;
    }

    /// <summary>Adds a disc to a plane.</summary>
    public static void Add(float[] plane, int width, int height, double x, double y, double radius, double softness = 3)
    {
        for (int i = 0; i < plane.Length; i++)
        {
            double distance = Math.Sqrt(Math.Pow((i % width) + 0.5 - x, 2) + Math.Pow((i / width) + 0.5 - y, 2));
            plane[i] = Math.Max(plane[i], (float)Math.Clamp(0.5 + ((radius - distance) / softness), 0, 1));
        }
    }
}
