using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using VideoSeg.Model;
using VideoSeg.Model.Images;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Jobs;
using VideoSeg.Pipeline.Metrics;
using VideoSeg.Pipeline.Preprocess;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.Pipeline.Tracking;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Output.Report;

[Collection(NativeHandles.Name)]
public sealed partial class ReportTests : IDisposable
{
    // A disc on the left that is away for a fifth of a second, and one on the right in the second second only.
    private const string Discs = "color=c=black:s=320x240:r=25:d=2,format=yuv420p,geq=" +
        "lum='if(lt(hypot(X-80,Y-120),40)*not(between(N,20,24))+gt(N,24)*lt(hypot(X-250,Y-60),20),215,50)':cb=128:cr=128";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task RunAsync_TwoPolyps_TellsWhenAndHowEachWasSeen()
    {
        FileJobReport job = await Run(Options(Make("in.mp4")) with { WeightsSha256 = "0123abcd" });
        JsonElement report = Json();
        Assert.Equal("in.mp4", report.GetProperty("recording").GetProperty("name").GetString());
        Assert.Equal((0, 2, 50), (report.GetProperty("recording").GetProperty("start").GetDouble(), report.GetProperty("recording").GetProperty("end").GetDouble(), report.GetProperty("recording").GetProperty("frames").GetInt32()));
        Assert.Equal("0123abcd", report.GetProperty("model").GetProperty("sha256").GetString());
        Assert.Equal("the whole picture (as given)", report.GetProperty("field").GetString());
        Assert.Equal("0.5", report.GetProperty("settings").GetProperty("threshold").GetString());
        Assert.Equal(job.FramesWithPolyps, report.GetProperty("frames_with_polyps").GetInt64());

        JsonElement[] polyps = [.. report.GetProperty("polyps").EnumerateArray()];
        Assert.Equal([1, 2], polyps.Select(polyp => polyp.GetProperty("number").GetInt32()));
        Assert.Equal([1, 0], polyps.Select(polyp => polyp.GetProperty("losses").GetInt32()));
        double[] seen = [.. polyps[0].GetProperty("seen").EnumerateArray().SelectMany(span => span.EnumerateArray()).Select(value => value.GetDouble())];
        Assert.Equal(4, seen.Length);
        Assert.Equal(0.08, seen[0], 3); // shown from the third frame on
        Assert.InRange(seen[1], 0.8, 0.96);
        Assert.Equal(1.0, seen[2], 0.1);
        Assert.Equal(2.0, seen[3], 3);
        Assert.InRange(polyps[0].GetProperty("largest_area").GetDouble(), 4500, 5600); // 40 x 40 x pi = 5027
        Assert.Equal(polyps[0].GetProperty("largest_area").GetDouble() / (320 * 240), polyps[0].GetProperty("largest_share").GetDouble(), 5);
        Assert.InRange(polyps[1].GetProperty("mean_probability").GetDouble(), 0.5, polyps[1].GetProperty("max_probability").GetDouble());

        string page = Page();
        Assert.Contains("For research use; not a medical device.", page, StringComparison.Ordinal);
        Assert.Equal(2, Card().Count(page));
        Assert.Equal(3, Regex.Count(page, "class=\"bar\"", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Contains("Polyp 1: 0:00.1 – ", page, StringComparison.Ordinal);
        int[] widths = [.. Picture().Matches(page).Select(match => ImageFile.Decode(Convert.FromBase64String(match.Groups["data"].Value), "picture").Width)];
        Assert.Equal(2, widths.Length);
        Assert.InRange(widths[0], 120, 136);
        Assert.Equal(96, widths[1]);
    }

    [Fact]
    public async Task RunAsync_AnyRecording_GivesAPageThatLoadsNothing()
    {
        await Run(Options(Make("in.mp4")));
        string page = Page();
        Assert.DoesNotContain("http:", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https:", page, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", page, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.DoesNotContain(_folder.Path, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_NamesLikeMarkup_AreShownAndNotObeyed()
    {
        const string Name = "<img src=x onerror=alert(1)>&\"'.mp4";
        await Run(Options(Make(Name)) with { Reader = new VideoReaderOptions { Filter = "crop=w='iw':h='ih'" } });
        string page = Page();
        Assert.DoesNotContain("<img src=x", page, StringComparison.Ordinal);
        Assert.Contains("<h1>&lt;img src=x onerror=alert(1)&gt;&amp;&quot;&#x27;.mp4</h1>", page, StringComparison.Ordinal);
        Assert.Contains("<dd>crop=w=&#x27;iw&#x27;:h=&#x27;ih&#x27;</dd>", page, StringComparison.Ordinal);
        Assert.Equal(Name, Json().GetProperty("recording").GetProperty("name").GetString());
        Assert.Equal(1, Regex.Count(page, "</script>", RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task RunAsync_Chromium_ShowsEveryCardAndFitsAPhone()
    {
        Assert.SkipUnless(Chromium.IsInstalled, "chromium is not installed");
        await Run(Options(Make("in.mp4")));
        string harness = _folder.File("harness.html");
        await File.WriteAllTextAsync(harness, $$"""
            <!DOCTYPE html><body><iframe style="width:360px;height:900px;border:0" srcdoc="{{WebUtility.HtmlEncode(Page())}}"
              onload="const d = this.contentDocument; document.body.dataset.found = [d.documentElement.scrollWidth <= 360,
                [...d.querySelectorAll('.card img')].filter(i => i.naturalWidth > 0).length, d.querySelectorAll('.lane g').length,
                d.querySelectorAll('[id]').length, d.title].join('; ')"></iframe></body>
            """, TestContext.Current.CancellationToken);
        string document = await Chromium.DumpAsync(harness, TestContext.Current.CancellationToken);
        Assert.Contains("data-found=\"true; 2; 3; 3; in.mp4 – VideoSeg report\"", document, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_NothingFound_SaysSo()
    {
        await Run(Options(Ffmpeg.Make(_folder.File("dark.mp4"), "color=c=black:s=64x64:r=25:d=1")));
        Assert.Contains("None was found. That does not mean that there is none.", Page(), StringComparison.Ordinal);
        Assert.Empty(Json().GetProperty("polyps").EnumerateArray());
    }

    [Fact]
    public async Task RunAsync_APartOfARecordingThatBeginsLate_TellsTimesAsPlayersDo()
    {
        string input = _folder.File("late.mkv");
        Ffmpeg.Run("-i", Make("in.mp4"), "-c", "copy", "-output_ts_offset", "100", input);
        await Run(Options(input) with { Reader = new VideoReaderOptions { Start = TimeSpan.FromSeconds(1) } });
        Assert.Equal(101.0, Json().GetProperty("recording").GetProperty("start").GetDouble(), 2);
        Assert.Contains("Polyp 1: 0:01.1 – 0:02.0", Page(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_Interrupted_TellsOfThePartThatWasSeen()
    {
        using var cancellation = new CancellationTokenSource();
        var segmenter = new ScriptedSegmenter { OnFrame = n => { if (n == 15) { cancellation.Cancel(); } } };
        await Run(Options(Make("in.mp4")), segmenter, cancellation.Token);
        Assert.Contains("The run was interrupted", Page(), StringComparison.Ordinal);
        Assert.True(Json().GetProperty("interrupted").GetBoolean());
        Assert.Equal(16, Json().GetProperty("recording").GetProperty("frames").GetInt32());
        Assert.Single(Json().GetProperty("polyps").EnumerateArray());
    }

    [Fact]
    public async Task RunAsync_Failed_LeavesNoReport()
    {
        await Assert.ThrowsAsync<VideoSegException>(() => Run(Options(Make("in.mp4")), new ScriptedSegmenter { FailsAt = 20 }));
        Assert.False(File.Exists(_folder.File("report.html")));
    }

    [Fact]
    public async Task RunAsync_ReportExists_IsKeptUntilItMayBeReplaced()
    {
        FileJobOptions options = Options(Make("in.mp4"));
        await File.WriteAllTextAsync(options.Report!, "precious", TestContext.Current.CancellationToken);
        Assert.Equal(FaultKind.Output, (await Assert.ThrowsAsync<VideoSegException>(() => Run(options))).Kind);
        FileJobOptions overwriting = options with { Writer = options.Writer with { Overwrite = true } };
        await Assert.ThrowsAsync<VideoSegException>(() => Run(overwriting, new ScriptedSegmenter { FailsAt = 20 }));
        Assert.Equal("precious", Page());
        await Run(overwriting);
        Assert.Equal(2, Json().GetProperty("polyps").GetArrayLength());
    }

    [Fact]
    public async Task RunAsync_DiskFull_SaysSo()
    {
        var fault = await Assert.ThrowsAsync<VideoSegException>(() => Run(Options(Make("in.mp4")) with { Report = "/dev/full" }));
        Assert.Equal(FaultKind.Output, fault.Kind);
        Assert.Contains("cannot write the report to '/dev/full'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_WithoutSteadying_IsRefused()
    {
        FileJobOptions options = Options(Make("in.mp4")) with { Steady = new SteadyOptions { Enabled = false } };
        var fault = Assert.Throws<VideoSegException>(() => FileJob.Open(options, new PipelineMetrics("test", TimeProvider.System)));
        Assert.Equal(FaultKind.Usage, fault.Kind);
    }

    private FileJobOptions Options(string input) => new()
    {
        Input = input,
        Output = _folder.File("out.mkv"),
        Report = _folder.File("report.html"),
        Field = FieldSetting.Whole,
        Writer = new VideoWriterOptions { Preset = "ultrafast" },
    };

    private static async Task<FileJobReport> Run(FileJobOptions options, ScriptedSegmenter? segmenter = null, CancellationToken cancellationToken = default)
    {
        using FileJob job = FileJob.Open(options, new PipelineMetrics("test", TimeProvider.System), CancellationToken.None);
        return await job.RunAsync(segmenter ?? new ScriptedSegmenter(), cancellationToken);
    }

    private string Make(string name) => Ffmpeg.Make(_folder.File(name), Discs, "-c:v", "libx264", "-preset", "ultrafast", "-qp", "4");

    private string Page() => File.ReadAllText(_folder.File("report.html"));

    private JsonElement Json() => JsonDocument.Parse(Summary().Match(Page()).Groups["json"].Value).RootElement;

    [GeneratedRegex("""<script type="application/json" id="videoseg-report">(?<json>.*?)</script>""", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Summary();

    [GeneratedRegex("""<article class="card" id="polyp-\d+">""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Card();

    [GeneratedRegex("""src="data:image/jpeg;base64,(?<data>[A-Za-z0-9+/=]+)"\s*>""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Picture();
}
