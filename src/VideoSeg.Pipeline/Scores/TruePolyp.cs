using VideoSeg.Model.Inputs;

namespace VideoSeg.Pipeline.Scores;

/// <summary>A polyp of the truth, followed through a sequence.</summary>
public sealed class TruePolyp
{
    internal TruePolyp(int sequence, int frame) => (Sequence, FirstFrame, LastFrame) = (sequence, frame, frame);

    /// <summary>Number of its sequence.</summary>
    public int Sequence { get; }

    /// <summary>The first frame that shows it, counted from 0 in its sequence.</summary>
    public int FirstFrame { get; }

    /// <summary>The last frame that shows it.</summary>
    public int LastFrame { get; private set; }

    /// <summary>Frames that show it.</summary>
    public int Frames { get; private set; }

    /// <summary>Frames in which it was marked.</summary>
    public int Marked { get; private set; }

    /// <summary>Longest run of frames that follow each other and in all of which it was marked.</summary>
    public int LongestRun { get; private set; }

    /// <summary>The first frame in which it was marked; null where it never was.</summary>
    public int? FirstMarked { get; private set; }

    /// <summary>Frames from the first that shows it to the first in which it was marked; null where it never was.</summary>
    public int? Delay => FirstMarked - FirstFrame;

    /// <summary>Where it was last.</summary>
    internal PixelRegion Box { get; private set; }

    private int _run;
    private int _lastMarked = int.MinValue;

    internal void See(int frame, PixelRegion box)
    {
        (Box, LastFrame) = (box, frame);
        Frames++;
    }

    internal void Mark(int frame)
    {
        Marked++;
        FirstMarked ??= frame;
        _run = frame - 1 == _lastMarked ? _run + 1 : 1;
        _lastMarked = frame;
        LongestRun = Math.Max(LongestRun, _run);
    }
}
