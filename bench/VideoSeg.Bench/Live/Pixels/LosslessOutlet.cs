using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Outputs;

namespace VideoSeg.Bench.Live.Pixels;

/// <summary>Writes the pictures that outlets get with a lossless codec (FFV1), and keeps for each which pixels were drawn on, a bit each.</summary>
internal sealed class LosslessOutlet(string stream, string path, LiveContext context) : LiveOutlet(stream, "lossless", "lossless", 60, context)
{
    private readonly List<byte[]> _touched = [];
    private VideoWriter? _writer;

    /// <summary>Of each picture in the file, which pixels were drawn on: a bit each, row after row. To be read once the outlet is disposed.</summary>
    public IReadOnlyList<byte[]> Touched => _touched;

    protected override OutletDropReason? Deliver(LiveFrame frame)
    {
        SetState(LiveOutletState.Running, "");
        if (frame.IsSlate || frame.Touched is not { } touched)
        {
            return null;
        }

        VideoFrame picture = frame.Annotated;
        _writer ??= VideoWriter.Create(path, new VideoWriterOptions { Codec = "ffv1", Overwrite = true }, Format(picture), []);
        _writer.Write(picture);
        _touched.Add(Pack(touched.Pixels));
        return null;
    }

    protected override void Close()
    {
        _writer?.Finish();
        _writer?.Dispose();
        _writer = null;
    }

    private static VideoStreamInfo Format(VideoFrame picture) => new()
    {
        Width = picture.Width,
        Height = picture.Height,
        Format = picture.Format,
        TimeBase = picture.TimeBase,
        Color = picture.Color,
    };

    private static byte[] Pack(ReadOnlySpan<byte> pixels)
    {
        byte[] bits = new byte[(pixels.Length + 7) / 8];
        for (int at = pixels.IndexOfAnyExcept((byte)0); at >= 0;)
        {
            bits[at >> 3] |= (byte)(1 << (at & 7));
            int next = pixels[(at + 1)..].IndexOfAnyExcept((byte)0);
            at = next < 0 ? -1 : at + 1 + next;
        }

        return bits;
    }
}
