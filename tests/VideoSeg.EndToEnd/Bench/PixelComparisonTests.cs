using VideoSeg.Bench.Live;
using VideoSeg.Bench.Live.Pixels;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Frames;
using VideoSeg.TestKit;

namespace VideoSeg.EndToEnd.Bench;

/// <summary>A lossless recording is compared with its source by the frames' numbers, and a single sample that differs is found.</summary>
public sealed class PixelComparisonTests : IDisposable
{
    private const int Frames = 20;

    private readonly TemporaryFolder _folder = new();
    private readonly CodedVideo _video;

    public PixelComparisonTests() => _video = CodedVideo.Make(Repository.At("samples/videos/colonoscopy-sample.mp4"), 240, Frames, _folder.File("made"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Compare_TheSamePictures_AllAreIdentical()
    {
        PixelResult result = Compare(leaveOut: -1);

        Assert.Equal((Frames, Frames), (result.Frames, result.Sent));
        Assert.Equal((0, 0, 0), (result.Different, result.Drawn, result.Changed));
        Assert.Equal(Frames * (long)_video.Width * _video.Height * 3 / 2, result.Samples);
        Assert.False(result.IsIntact); // nothing was drawn
    }

    [Theory]
    [InlineData(0, 60, 100, 60, 101)]
    [InlineData(1, 61, 50, 122, 100)]
    [InlineData(2, 61, 50, 122, 100)]
    public void Compare_OneSampleOutsideTheMarks_IsFound(int plane, int x, int y, int pixelX, int pixelY)
    {
        PixelResult found = Compare(leaveOut: 4, (11, plane, x, y));
        Assert.Equal((Frames - 1, 1, 0), (found.Frames, found.Different, found.Changed));

        // The pixel beside it was drawn on: that does not hide it. It itself was: that does.
        (pixelX, pixelY) = plane == 0 ? (pixelX, pixelY) : (pixelX + 2, pixelY);
        Assert.Equal(1, Compare(4, (11, plane, x, y), (11, pixelX, pixelY)).Different);
        PixelResult hidden = Compare(4, (11, plane, x, y), (11, plane == 0 ? x : 2 * x, plane == 0 ? y : 2 * y));
        Assert.Equal((0, 1), (hidden.Different, hidden.Changed));
        Assert.True(hidden.IsIntact);
    }

    /// <summary>Records the source anew, without one of its frames, one sample changed, one pixel marked as drawn on.</summary>
    private PixelResult Compare(int leaveOut, (int Frame, int Plane, int X, int Y)? changed = null, (int Frame, int X, int Y)? drawn = null)
    {
        string path = _folder.File("recorded.mkv");
        var touched = new List<byte[]>();
        using (VideoReader reader = VideoReader.Open(_video.Path, new VideoReaderOptions { ReadTracks = false }))
        using (VideoWriter writer = VideoWriter.Create(path, new VideoWriterOptions { Codec = "ffv1", Overwrite = true }, reader.Video, []))
        {
            for (int i = 0; reader.Read(out VideoFrame? frame, out _) == ReadStatus.Frame; i++)
            {
                VideoFrame writable = frame!.MakeWritable();
                using (writable)
                {
                    if (i == leaveOut)
                    {
                        continue;
                    }

                    if (changed is { } sample && sample.Frame == i)
                    {
                        Change(writable.Planes, sample.Plane, sample.X, sample.Y);
                    }

                    writer.Write(writable);
                    touched.Add(Bits(i, drawn));
                }
            }

            writer.Finish();
        }

        return PixelComparison.Compare(_video, path, touched, Frames);
    }

    private byte[] Bits(int frame, (int Frame, int X, int Y)? drawn)
    {
        byte[] bits = new byte[((_video.Width * _video.Height) + 7) / 8];
        if (drawn is { } pixel && pixel.Frame == frame)
        {
            int at = (pixel.Y * _video.Width) + pixel.X;
            bits[at >> 3] |= (byte)(1 << (at & 7));
        }

        return bits;
    }

    private static unsafe void Change(in ImagePlanes picture, int plane, int x, int y) => picture.Plane(plane)[((nint)y * picture.Stride(plane)) + x] ^= 1;
}
