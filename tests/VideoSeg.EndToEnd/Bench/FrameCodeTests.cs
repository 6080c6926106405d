using VideoSeg.Bench.Live;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Frames;
using VideoSeg.TestKit;

namespace VideoSeg.EndToEnd.Bench;

/// <summary>Numbers in pictures are read back from whatever outputs make of the pictures, or not at all.</summary>
public sealed class FrameCodeTests : IDisposable
{
    private static readonly int[] Numbers = [0, 1, 2, 29, 1023, 1024, 65_535, 299_593, 524_288, FrameCode.Count - 1];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("h264", 23, "null")]
    [InlineData("h264", 40, "null")]
    [InlineData("mjpeg", null, "null")]
    [InlineData("ffv1", null, "null")]
    [InlineData("h264", 23, "scale=640:360")]
    [InlineData("h264", 30, "scale=1440:810")]
    public void Read_EncodedAndScaled_FindsEachNumber(string codec, int? crf, string filter)
    {
        string path = _folder.File("coded.mkv");
        Write(path, codec, crf);

        using VideoReader reader = VideoReader.Open(path, new VideoReaderOptions { Filter = filter });
        var found = new List<int?>();
        while (reader.Read(out VideoFrame? frame, out _) == ReadStatus.Frame)
        {
            using (frame)
            {
                found.Add(FrameCode.Read(frame!.Planes));
            }
        }

        Assert.Equal(Numbers.Select(number => (int?)number), found);
    }

    [Fact]
    public void Read_OneSquareWrong_IsNone()
    {
        using var allocator = new FrameAllocator(320, 240, PixelFormat.Yuv420P, new Rational(1, 30), ColorTags.Bt709);
        using VideoFrame frame = allocator.Allocate(0, 1);
        var random = new Random(5);
        for (int i = 0; i < 30; i++)
        {
            FrameCode.Write(frame.Planes, random.Next(FrameCode.Count));
            Assert.NotNull(FrameCode.Read(frame.Planes));
            Turn(frame.Planes, i);
            Assert.Null(FrameCode.Read(frame.Planes));
        }
    }

    [Fact]
    public void Read_NoCode_IsNone()
    {
        using var allocator = new FrameAllocator(320, 240, PixelFormat.Yuv420P, new Rational(1, 30), ColorTags.Bt709);
        using VideoFrame frame = allocator.Allocate(0, 1);
        foreach (byte grey in new byte[] { 0, 16, 255 })
        {
            Fill(frame.Planes, grey);
            Assert.Null(FrameCode.Read(frame.Planes));
        }
    }

    private static void Write(string path, string codec, int? crf)
    {
        var timeBase = new Rational(1, 30);
        var video = new VideoStreamInfo { Width = 960, Height = 540, Format = PixelFormat.Yuv420P, TimeBase = timeBase, FrameRate = timeBase.Inverse };
        using var allocator = new FrameAllocator(960, 540, PixelFormat.Yuv420P, timeBase, ColorTags.Bt709);
        using VideoWriter writer = VideoWriter.Create(path, new VideoWriterOptions { Codec = codec, Crf = crf, Preset = crf is null ? null : "ultrafast" }, video, []);
        for (int i = 0; i < Numbers.Length; i++)
        {
            using VideoFrame frame = allocator.Allocate(i, 1);
            Fill(frame.Planes, (byte)(40 + (20 * i)));
            FrameCode.Write(frame.Planes, Numbers[i]);
            writer.Write(frame);
        }

        writer.Finish();
    }

    private static unsafe void Fill(in ImagePlanes picture, byte grey)
    {
        for (int plane = 0; plane < 3; plane++)
        {
            int shift = plane == 0 ? 0 : 1;
            for (int y = 0; y < picture.Height >> shift; y++)
            {
                new Span<byte>(picture.Plane(plane) + ((nint)y * picture.Stride(plane)), picture.Width >> shift).Fill(plane == 0 ? grey : (byte)128);
            }
        }
    }

    /// <summary>Turns a square from dark to light or back; with 240 lines each is 4 pixels wide, and the first one begins at (4, 216).</summary>
    private static unsafe void Turn(in ImagePlanes picture, int square)
    {
        const int side = 4, columns = 6, left = 4, top = 216;
        for (int y = 0; y < side; y++)
        {
            for (int x = 0; x < side; x++)
            {
                byte* sample = picture.Plane0 + ((nint)(top + (square / columns * side) + y) * picture.Stride0) + left + (square % columns * side) + x;
                *sample = (byte)(244 - *sample);
            }
        }
    }
}
