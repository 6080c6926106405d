using System.Globalization;
using VideoSeg.Model;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Live;

namespace VideoSeg.Bench.Streams;

/// <summary>The first frames of a recording in memory, YUV 4:2:0 of 8 bits, which feeds show over and over. Nobody writes to them.</summary>
internal sealed class FrameLoop : IDisposable
{
    private readonly List<VideoFrame> _frames = [];
    private readonly FrameAllocator _allocator;

    /// <summary>Reads them.</summary>
    /// <param name="path">The recording.</param>
    /// <param name="height">Height that they are made to; the width keeps the shape.</param>
    /// <param name="count">How many at most.</param>
    /// <exception cref="VideoSegException">There is no such recording, or no frame in it (<see cref="FaultKind.Input"/>).</exception>
    public FrameLoop(string path, int height, int count)
    {
        var options = new VideoReaderOptions { ReadTracks = false, Filter = string.Create(CultureInfo.InvariantCulture, $"scale=-2:{height}:flags=bicubic,format=yuv420p") };
        using VideoReader reader = VideoReader.Open(path, options);
        using var converter = new FrameConverter();
        FrameAllocator? allocator = null;
        while (_frames.Count < count && reader.Read(out VideoFrame? read, out _) == ReadStatus.Frame)
        {
            using (read)
            {
                // Into memory that lasts longer than the reader: copies that are drawn on come from there, too.
                allocator ??= new FrameAllocator(read!.Width, read.Height, PixelFormat.Yuv420P, LiveFrame.TimeBase, read.Color);
                _frames.Add(allocator.Allocate(_frames.Count, 1));
                converter.Convert(read!.Planes, _frames[^1]);
            }
        }

        _allocator = allocator ?? throw new VideoSegException(FaultKind.Input, $"{path}: expected a frame, found none");
    }

    /// <summary>Width in pixels.</summary>
    public int Width => _frames[0].Width;

    /// <summary>Height in pixels.</summary>
    public int Height => _frames[0].Height;

    /// <summary>How many there are.</summary>
    public int Count => _frames.Count;

    /// <summary>A frame, this object's own; numbers beyond the last begin anew.</summary>
    public VideoFrame At(int number) => _frames[number % _frames.Count];

    /// <inheritdoc/>
    public void Dispose()
    {
        _frames.ForEach(frame => frame.Dispose());
        _allocator.Dispose();
    }
}
