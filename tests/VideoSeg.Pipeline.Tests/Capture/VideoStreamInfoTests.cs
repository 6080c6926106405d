using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Capture;

public sealed class VideoStreamInfoTests
{
    [Fact]
    public void Video_OfATaggedFile_SaysWhatTheTagsSay()
    {
        using var folder = new TemporaryFolder();
        string path = Ffmpeg.Make(folder.File("a.mp4"), "testsrc2=size=96x64:rate=25:duration=0.4", "-vf", "setsar=4/3", "-c:v", "libx264",
            "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "pc", "-metadata", "comment=hello", "-metadata", "title=näme");
        using VideoReader reader = FrameSupport.Open(path);
        VideoStreamInfo video = reader.Video;
        Assert.Equal((96, 64, "h264", 10L), (video.Width, video.Height, video.Codec, video.FrameCount));
        Assert.Equal((new Rational(1, 12800), new Rational(25, 1), new Rational(4, 3)), (video.TimeBase, video.FrameRate, video.SampleAspectRatio));
        Assert.Equal(new ColorTags(1, 2, 1, 1, 1), video.Color);
        Assert.Equal((0L, 5120L, 10L), (video.StartTime, video.Duration, video.ExpectedFrames));
        Assert.Equal(("hello", "näme"), (reader.Tags["comment"], reader.Tags["title"]));
        Assert.Equal("mov,mp4,m4a,3gp,3g2,mj2", reader.Container);
        FrameSupport.ReadAll(reader, frame =>
        {
            Assert.Equal(video.Color, frame.Color);
            Assert.Equal((ColorMatrix.Bt709, ColorRange.Full), (frame.Planes.Matrix, frame.Planes.Range));
            Assert.Equal((512L, new Rational(4, 3), frame.Index == 0), (frame.Duration, frame.SampleAspectRatio, frame.IsKeyFrame));
        });
    }

    [Fact]
    public void Video_OfAJpegRangeFormat_IsItsPlainTwinWithFullRange()
    {
        using var folder = new TemporaryFolder();
        string path = Ffmpeg.Make(folder.File("a.mp4"), "testsrc2=size=64x64:rate=5:duration=0.4", "-c:v", "mjpeg", "-pix_fmt", "yuvj422p");
        using VideoReader reader = FrameSupport.Open(path);
        Assert.Equal((PixelFormat.Yuv422P, "yuvj422p", 2), (reader.Video.Format, reader.Video.SourceFormat, reader.Video.Color.Range));
        FrameSupport.ReadAll(reader, frame => Assert.Equal((PixelFormat.Yuv422P, ColorRange.Full, false), (frame.Format, frame.Planes.Range, frame.IsConverted)));
    }

    [Theory]
    [InlineData(90)]
    [InlineData(180)]
    [InlineData(270)]
    public void Video_ThatIsToBeTurned_SaysHowFarFfmpegTurnsIt(int tag)
    {
        using var folder = new TemporaryFolder();
        string plain = Ffmpeg.Make(folder.File("plain.mp4"), "testsrc2=size=96x64:rate=5:duration=0.2");
        string path = folder.File("turned.mp4");
        Ffmpeg.Run("-i", plain, "-c", "copy", "-metadata:s:v:0", $"rotate={tag}", path);
        Ffmpeg.Run("-i", path, "-frames:v", "1", "-f", "rawvideo", folder.File("turned.yuv"));
        using VideoReader reader = FrameSupport.Open(path);
        Assert.Equal((96, 64, 9), (reader.Video.Width, reader.Video.Height, reader.Video.DisplayMatrix.Length));
        reader.Read(out VideoFrame? frame, out _);
        using (frame)
        {
            byte[] luma = FrameSupport.Samples(frame!.Planes)[..(96 * 64)];
            Assert.Equal(File.ReadAllBytes(folder.File("turned.yuv"))[..(96 * 64)], Turn(luma, 96, 64, reader.Video.RotationDegrees));
        }

        using VideoReader plainReader = FrameSupport.Open(plain);
        Assert.Equal((0.0, 0), (plainReader.Video.RotationDegrees, plainReader.Video.DisplayMatrix.Length));
    }

    [Fact]
    public void Frames_OfInterlacedVideo_SayHowTheirFieldsLie()
    {
        using var folder = new TemporaryFolder();
        string path = Ffmpeg.Make(folder.File("a.mkv"), "testsrc2=size=96x64:rate=10:duration=0.4", "-vf", "interlace=scan=tff",
            "-c:v", "mpeg2video", "-flags", "+ilme+ildct", "-field_order", "tt");
        using VideoReader reader = FrameSupport.Open(path);
        Assert.Equal(FieldOrder.TopFirst, reader.Video.FieldOrder);
        FrameSupport.ReadAll(reader, frame => Assert.Equal((true, true), (frame.IsInterlaced, frame.IsTopFieldFirst)));
    }

    [Theory]
    [InlineData("pal8", "gbrp")]
    [InlineData("monob", "gray")]
    [InlineData("rgb48be", "rgb48le")]
    public void Frames_OfSamplesThatAreNotPlain_AreConverted(string coded, string delivered)
    {
        using var folder = new TemporaryFolder();
        string path = Ffmpeg.Make(folder.File("a.nut"), "testsrc2=size=70x50:rate=5:duration=0.4", "-c:v", "rawvideo", "-pix_fmt", coded);
        string[] expected = Ffmpeg.Output("-i", path, "-pix_fmt", delivered, "-sws_flags", "bicubic+accurate_rnd+full_chroma_int+full_chroma_inp", "-f", "framemd5", "-")
            .Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line[^32..]).ToArray();
        using VideoReader reader = FrameSupport.Open(path);
        Assert.Equal((delivered, coded), (reader.Video.Format.Name, reader.Video.SourceFormat));
        var hashes = new List<string>();
        FrameSupport.ReadAll(reader, frame =>
        {
            Assert.True(frame.IsConverted);
            hashes.Add(FrameSupport.Hash(frame)[^32..]);
        });
        Assert.Equal(expected, hashes);
    }

    [Fact]
    public void Tracks_OfAFileWithMany_AreAllNamed()
    {
        using var folder = new TemporaryFolder();
        string path = TrackSamples.Make(folder, "all.mkv");
        using VideoReader reader = FrameSupport.Open(path);
        Assert.Equal([TrackKind.Video, TrackKind.Audio, TrackKind.Subtitle, TrackKind.Attachment], reader.Tracks.Select(track => track.Kind));
        MediaTrack audio = reader.Tracks[1];
        Assert.Equal(("aac", "ger", "Kommentar", 44100, 1), (audio.Codec, audio.Language, audio.Title, audio.SampleRate, audio.Channels));
        Assert.Equal("audio track 1 (aac, ger, \"Kommentar\")", audio.ToString());
        Assert.Equal([1, 2, 3], reader.OtherTracks.Select(track => track.Index));
    }

    [Fact]
    public void Open_OfAFileWithACoverPictureFirst_DecodesTheVideo()
    {
        using var folder = new TemporaryFolder();
        string video = Ffmpeg.Make(folder.File("v.mp4"), "testsrc2=size=64x48:rate=5:duration=1");
        string cover = Ffmpeg.Make(folder.File("cover.png"), "testsrc2=size=500x500", "-frames:v", "1");
        Ffmpeg.Run("-i", cover, "-i", video, "-map", "0", "-map", "1", "-c", "copy", "-disposition:v:0", "attached_pic", folder.File("a.mp4"));
        using VideoReader reader = FrameSupport.Open(folder.File("a.mp4"));
        Assert.Equal((64, 5L), (reader.Video.Width, reader.Video.FrameCount));
        Assert.Single(reader.OtherTracks, track => track.IsAttachedPicture);
    }

    [Fact]
    public void Open_OfAFileWithTwoVideos_DecodesTheOneAskedForOrMarkedOrTheLargest()
    {
        using var folder = new TemporaryFolder();
        Ffmpeg.Run("-f", "lavfi", "-i", "testsrc2=size=64x48:rate=5:duration=1", "-f", "lavfi", "-i", "testsrc2=size=128x96:rate=5:duration=1",
            "-map", "0", "-map", "1", folder.File("unmarked.ts"));
        Ffmpeg.Run("-i", folder.File("unmarked.ts"), "-map", "0", "-c", "copy", "-disposition:v:0", "default", "-disposition:v:1", "0", folder.File("marked.mkv"));
        using VideoReader largest = FrameSupport.Open(folder.File("unmarked.ts"));
        using VideoReader chosen = FrameSupport.Open(folder.File("unmarked.ts"), new VideoReaderOptions { VideoTrack = 0 });
        using VideoReader marked = FrameSupport.Open(folder.File("marked.mkv"));
        Assert.Equal((128, 64, 64), (largest.Video.Width, chosen.Video.Width, marked.Video.Width));
    }

    [Fact]
    public void Read_WithoutTracks_BringsFramesOnly()
    {
        using var folder = new TemporaryFolder();
        using VideoReader reader = FrameSupport.Open(TrackSamples.Make(folder, "a.mkv"), new VideoReaderOptions { ReadTracks = false });
        int frames = 0;
        FrameSupport.ReadAll(reader, _ => frames++, _ => Assert.Fail("a packet although none was asked for"));
        Assert.Equal(25, frames);
    }

    [Fact]
    public void Frames_OfAStreamWithoutTimes_GetGuessedOnes()
    {
        using var folder = new TemporaryFolder();
        string path = Ffmpeg.Make(folder.File("a.h264"), "testsrc2=size=64x64:rate=25:duration=1", "-c:v", "libx264", "-bf", "2");
        long[] times = FrameSupport.Each(path, frame => frame.PresentationTime);
        Assert.Equal(25, times.Length);
        Assert.Equal(times.Order().Distinct(), times);
    }

    /// <summary>Turns a picture clockwise by quarters.</summary>
    private static byte[] Turn(byte[] picture, int width, int height, double degrees)
    {
        for (; degrees > 0; degrees -= 90, (width, height) = (height, width))
        {
            byte[] turned = new byte[picture.Length];
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    turned[(x * height) + (height - 1 - y)] = picture[(y * width) + x];
                }
            }

            picture = turned;
        }

        return picture;
    }
}
