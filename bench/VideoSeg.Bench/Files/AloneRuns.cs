using System.Diagnostics;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Frames;

namespace VideoSeg.Bench.Files;

/// <summary>Decoding, inference and encoding of a recording, each with nothing else beside it. Holds all of its frames in memory.</summary>
internal sealed class AloneRuns : IDisposable
{
    private static readonly VideoReaderOptions Options = new() { ReadTracks = false };

    private readonly string _input;
    private readonly List<VideoFrame> _frames = [];
    private readonly VideoStreamInfo _video;

    public AloneRuns(string input)
    {
        _input = input;
        using VideoReader reader = VideoReader.Open(input, Options);
        _video = reader.Video;
        while (reader.Read(out VideoFrame? frame, out _) == ReadStatus.Frame)
        {
            _frames.Add(frame!);
        }
    }

    /// <summary>How many frames.</summary>
    public int Frames => _frames.Count;

    /// <summary>Width and height.</summary>
    public (int Width, int Height) Size => (_video.Width, _video.Height);

    /// <summary>From the first read to the end of the input; opening is not in it.</summary>
    public TimeSpan Decode()
    {
        using VideoReader reader = VideoReader.Open(_input, Options);
        long start = Stopwatch.GetTimestamp();
        while (reader.Read(out VideoFrame? frame, out _) == ReadStatus.Frame)
        {
            frame!.Dispose();
        }

        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>From the first frame handed to the network to the last one's masks, as many at once as it has lanes, preprocessing included.</summary>
    public async Task<TimeSpan> InferAsync(ISegmenter segmenter, CancellationToken cancellationToken, int frames = int.MaxValue)
    {
        var asked = new Queue<Task<Segmentation>>();
        long start = Stopwatch.GetTimestamp();
        foreach (VideoFrame frame in _frames.Take(frames))
        {
            asked.Enqueue(segmenter.SegmentAsync(new[] { frame.Planes }, cancellationToken).AsTask());
            if (asked.Count > 2 * segmenter.Info.Lanes)
            {
                (await asked.Dequeue()).Dispose();
            }
        }

        while (asked.TryDequeue(out Task<Segmentation>? last))
        {
            (await last).Dispose();
        }

        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>From the first frame handed to the encoder to the closed file; opening is not in it.</summary>
    public TimeSpan Encode(string output)
    {
        using VideoWriter writer = VideoWriter.Create(output, new VideoWriterOptions { Overwrite = true }, _video, []);
        long start = Stopwatch.GetTimestamp();
        foreach (VideoFrame frame in _frames)
        {
            writer.Write(frame);
        }

        writer.Finish();
        return Stopwatch.GetElapsedTime(start);
    }

    /// <inheritdoc/>
    public void Dispose() => _frames.ForEach(frame => frame.Dispose());
}
