using System.Collections.Immutable;
using System.Xml.Linq;
using VideoSeg.Model.Evaluation;
using VideoSeg.Model.Inference;
using VideoSeg.Pipeline.Scores;
using VideoSeg.Pipeline.Scores.Page;
using Xunit;

namespace VideoSeg.Pipeline.Tests.Scores.Page;

public sealed class EvaluationPageTests
{
    [Fact]
    public void Write_EverythingThereIs_IsOneWellFormedPageThatLoadsNothing()
    {
        string page = EvaluationPage.Write(Content());

        Assert.Contains("default-src 'none'; img-src data:; style-src 'unsafe-inline'", page, StringComparison.Ordinal);
        Assert.Contains("For research use; not a medical device.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http", page.Replace("http-equiv", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(Count(page, "src=\""), Count(page, "src=\"data:"));
        Assert.DoesNotContain("href", page, StringComparison.Ordinal);
        foreach (string heading in new[] { "Scores", "Classes", "By size of the polyp", "Pictures without polyps", "By sequence", "Thresholds and probabilities", "As video", "Worst cases", "How it was made" })
        {
            Assert.Contains($"<h2>{heading}</h2>", page, StringComparison.Ordinal);
        }

        // Everything that can be no number is one here: no polyp in the video, a class that is nowhere.
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
        Assert.Contains("no polyp was marked", page, StringComparison.Ordinal);

        // All that is drawn is well-formed, and nothing of it is a number that is none.
        string[] drawings = [.. page.Split("<svg").Skip(1).Select(rest => "<svg" + rest[..(rest.IndexOf("</svg>", StringComparison.Ordinal) + "</svg>".Length)])];
        Assert.True(drawings.Length > 5);
        foreach (string drawing in drawings)
        {
            XElement drawn = XElement.Parse(drawing);
            Assert.DoesNotContain(drawn.DescendantsAndSelf().Attributes(), attribute => attribute.Name != "d" && attribute.Value.Contains('–', StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Write_NamesThatLookLikeMarkup_AreEscaped()
    {
        string page = EvaluationPage.Write(Content() with { DataSet = "<script>alert(1)</script>", Command = "videoseg evaluate --images '\"><img src=x>'" });
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x>", page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;bad&lt;/b&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_PicturesWithPolypsOnly_SaysThatNothingIsKnownOfOthers()
    {
        EvaluationPageContent content = Content();
        EvaluationResult result = content.Result with { Samples = [.. content.Result.Samples.Where(s => !s.IsEmpty)] };
        string page = EvaluationPage.Write(content with { Result = result, Summary = result.Summarise(), Video = null });
        Assert.Contains("nothing is known here of false alarms", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<h2>As video</h2>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_MorePolypsThanAreListed_SaysSo()
    {
        EvaluationPageContent content = Content();
        TruePolyp[] polyps = [.. Enumerable.Range(0, 250).Select(i => new TruePolyp(1, i))];
        string page = EvaluationPage.Write(content with { Video = content.Video! with { Polyps = [.. polyps] } });
        Assert.Contains("200 of 250 polyps, those with the longest delays", page, StringComparison.Ordinal);
        Assert.DoesNotContain("longest delays", EvaluationPage.Write(content), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Tables_CanBeReadAndScrolledWithoutAMouse()
    {
        string page = EvaluationPage.Write(Content());
        Assert.Equal(Count(page, "class=\"scroll\""), Count(page, "class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\""));
        Assert.DoesNotContain("<th>", page, StringComparison.Ordinal);
        Assert.Equal(3, Count(page, "<details>"));
    }

    private static EvaluationPageContent Content()
    {
        ImmutableArray<SampleScores> samples = [Sample("a", 900, 50, 100, 1), Sample("<b>bad</b>", 0, 0, 400, 1), Sample("c", 0, 30, 0, 2), Sample("d", 2000, 500, 10, 2)];
        var histogram = new PixelHistogram();
        histogram.Add([0.1f, 0.4f, 0.6f, 0.9f, 0.95f], [0, 255, 0, 255, 255]);
        var sweep = new[] { 0.25f, 0.5f, 0.75f }.Select(t => new SweepPoint(t, 0, ImageScores.From(new ConfusionCounts(80, 10, 10, 100)), 0, 0));
        var result = new EvaluationResult(samples, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4))
        {
            ClassNames = ["neoplastic", "other"], Histogram = histogram, Sweep = [.. sweep], Worst = [new WorstCase(samples[1], [1, 2, 3], 40, 30)],
        };
        return new EvaluationPageContent
        {
            Result = result,
            Summary = result.Summarise(),
            Options = new EvaluationOptions { MinArea = 0.001 },
            Segmenter = new SegmenterInfo("onednn", "int8", "cpu", "resunetpp", 352, 352, ["neoplastic", "other"], 1),
            Video = new VideoScores { Options = new VideoScoreOptions { FramesPerSecond = 25 }, Sequences = 2, Frames = 100, Polyps = [], FalseAlarms = 0, FalseFrames = 0 },
            DataSet = "some set",
            Command = "videoseg evaluate",
            Ended = DateTimeOffset.UnixEpoch,
            WeightsSha256 = "abc",
            Json = "{}",
        };
    }

    private static SampleScores Sample(string name, int tp, int fp, int fn, int sequence)
    {
        var counts = new ConfusionCounts(tp, fp, fn, 10_000 - tp - fp - fn);
        return new SampleScores(name, 100, 100, counts, ImageScores.From(counts)) { Sequence = sequence, Classes = [counts, new ConfusionCounts(0, 0, 0, 10_000)] };
    }

    private static int Count(string page, string text) => page.Split(text).Length - 1;
}
