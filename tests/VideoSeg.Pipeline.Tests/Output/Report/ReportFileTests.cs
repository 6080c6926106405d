using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Jobs;
using VideoSeg.Pipeline.Output.Gallery;
using VideoSeg.Pipeline.Output.Report;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Output.Report;

public sealed class ReportFileTests
{
    [Fact]
    public void Add_ManyPolyps_KeepsThePicturesOfThoseSeenLongest()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("report.html");
        using (ReportFile report = ReportFile.Create(path, new FileJobOptions { Input = "in.mp4", Output = "out.mp4" }, Video))
        {
            report.Open();
            for (int i = 1; i <= 250; i++)
            {
                report.Add(Polyp(i, frames: 251 - i), new PolypPicture([1], [2], 8, 8, 0, 0, 1));
            }

            report.Finish(new RecordingExtent(0, 10));
            report.Conclude(Job);
        }

        string page = File.ReadAllText(path);
        Assert.Equal(250, page.Split("<article").Length - 1);
        Assert.Equal(ReportFile.MostPictures, page.Split("data:image/jpeg").Length - 1);
        Assert.Contains("alt=\"Polyp 200,", page, StringComparison.Ordinal);
        Assert.DoesNotContain("alt=\"Polyp 201,", page, StringComparison.Ordinal);
        Assert.Contains("pictures are shown of the 200 polyps", page, StringComparison.Ordinal);
        Assert.Contains("the input is damaged: 3 frames shown damaged", page, StringComparison.Ordinal);
    }

    private static VideoStreamInfo Video => new() { Width = 64, Height = 48, Format = PixelFormat.Yuv420P, TimeBase = new Rational(1, 25) };

    private static FileJobReport Job => new()
    {
        Output = "out.mp4",
        FramesIn = 250,
        FramesOut = 250,
        FramesDropped = 0,
        FramesAnalysed = 250,
        FramesWithPolyps = 250,
        Detections = 250,
        Polyps = 250,
        Elapsed = TimeSpan.FromSeconds(1),
        Steps = [],
        Segmenter = new("libtorch", "f32", "cpu", "test", 32, 32, ["polyp"], 1),
        Input = new VideoReaderStatistics(250, 250, 3, 0, 0, 0),
        Written = default,
        Notes = [],
        WasInterrupted = false,
    };

    private static PolypRecord Polyp(int number, long frames) => new()
    {
        Number = number,
        Class = "polyp",
        Spans = [(0, 1)],
        Frames = frames,
        LargestArea = 10,
        LargestShare = 0.1,
        MeanProbability = 0.6,
        MaximumProbability = 0.7,
    };
}
