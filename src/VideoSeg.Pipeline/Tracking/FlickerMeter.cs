using VideoSeg.Pipeline.Flow;

namespace VideoSeg.Pipeline.Tracking;

/// <summary>
/// Measures how steady masks are: each frame's mask against the one before, moved along with the picture, as intersection over union. Frames
/// where both are empty, and those after a cut, do not count.
/// </summary>
public sealed class FlickerMeter(float threshold)
{
    private float[] _previous = [];
    private float[] _moved = [];
    private double _sum;

    /// <summary>Pairs of frames that were compared.</summary>
    public long Pairs { get; private set; }

    /// <summary>The mean overlap, 0 to 1; null before the first pair.</summary>
    public double? MeanOverlap => Pairs > 0 ? _sum / Pairs : null;

    /// <summary>Takes the next frame's probabilities.</summary>
    /// <param name="plane">Row after row.</param>
    /// <param name="width">Cells a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="motion">How the picture moved; null where nothing of the frame before holds.</param>
    public void Add(ReadOnlySpan<float> plane, int width, int height, IPictureMotion? motion)
    {
        bool comparable = motion is not null && _previous.Length == plane.Length;
        if (_previous.Length != plane.Length)
        {
            (_previous, _moved) = (new float[plane.Length], new float[plane.Length]);
        }

        if (comparable)
        {
            FlowWarp.Sample(_previous, width, height, motion!.Backward, motion.Cells, _moved);
            Compare(plane);
        }

        for (int i = 0; i < plane.Length; i++)
        {
            _previous[i] = plane[i] >= threshold ? 1 : 0;
        }
    }

    private void Compare(ReadOnlySpan<float> plane)
    {
        int both = 0, either = 0;
        for (int i = 0; i < plane.Length; i++)
        {
            bool now = plane[i] >= threshold, before = _moved[i] >= 0.5f;
            both += now && before ? 1 : 0;
            either += now || before ? 1 : 0;
        }

        if (either > 0)
        {
            _sum += (double)both / either;
            Pairs++;
        }
    }
}
