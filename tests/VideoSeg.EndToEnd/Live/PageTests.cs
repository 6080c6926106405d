using Microsoft.Playwright;
using VideoSeg.Model.Images;

namespace VideoSeg.EndToEnd.Live;

/// <summary>The real page of the real service in a real browser.</summary>
public sealed class PageTests(Browser browser, SampleService shared) : IClassFixture<Browser>, IClassFixture<SampleService>
{
    private readonly RunningService _service = shared.Service;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("webcodecs")]
    [InlineData("mse")]
    [InlineData("mjpeg")]
    public async Task Page_InEachWay_ShowsMovingVideo(string way)
    {
        await using PageUnderTest page = await browser.OpenAsync();
        await page.PlayAsync(_service.Address, $"?playback={way}");
        await page.WaitForStageAsync("way", way);

        Picture first = await page.PictureAsync();
        // Not what the browser shows of its own: most of the picture is mucosa, and changes with the camera.
        await RunningService.WaitAsync(page.PictureAsync, picture => Reddish(picture) > 0.2 && Different(first, picture) > 0.2, Token);
        if (way != "mjpeg")
        {
            long frame = await page.FrameAsync();
            await RunningService.WaitAsync(page.FrameAsync, now => now > frame + 5, Token);
        }

        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Page_WhereNoWebSocketGetsThrough_ShowsMjpegAndWhy()
    {
        // As behind a proxy that knows nothing of them: each is closed before anything came.
        await using PageUnderTest page = await browser.OpenAsync(script:
            "window.WebSocket = class { static OPEN = 1; readyState = 3; constructor() { setTimeout(() => this.onclose?.(), 10); } close() {} send() {} };");

        await page.PlayAsync(_service.Address);

        await page.WaitForStageAsync("way", "mjpeg");
        Picture first = await page.PictureAsync();
        await RunningService.WaitAsync(page.PictureAsync, picture => Reddish(picture) > 0.2 && Different(first, picture) > 0.2, Token);
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Page_PolypsInView_AreMarkedInTheAnnotatedPictureOnly()
    {
        await using PageUnderTest annotated = await browser.OpenAsync();
        await annotated.PlayAsync(_service.Address, "?rendition=annotated");
        await using PageUnderTest original = await browser.OpenAsync();
        await original.PlayAsync(_service.Address, "?rendition=original");

        // The bowel has no such colour; the line is some pixels wide, and many long.
        int most = 0;
        await RunningService.WaitAsync(
            async () =>
            {
                most = Math.Max(most, Inked(await original.PictureAsync()));
                return Inked(await annotated.PictureAsync());
            },
            inked => inked > 60, Token);
        Assert.Equal(0, most);
    }

    [Fact]
    public async Task Page_ServiceKilledAndBack_SaysSoAndPlaysAgain()
    {
        await using RunningService first = await RunningService.StartAsync();
        await using PageUnderTest page = await browser.OpenAsync();
        await page.PlayAsync(first.Address);
        Assert.False(await page.Page.Locator("#lost").IsVisibleAsync());

        await first.KillAsync();
        await page.Page.Locator("#lost").WaitForAsync();
        Assert.Contains("not live", await page.TextAsync("#lost-text"), StringComparison.Ordinal);
        await page.Page.Locator("#veil").WaitForAsync();
        Assert.Contains("not live", await page.TextAsync("#veil-text"), StringComparison.Ordinal);

        await using RunningService second = await RunningService.StartAsync(first.Address.Port);
        await page.Page.Locator("#lost").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Hidden });
        await page.Page.Locator("#veil").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Hidden });
        Picture before = await page.PictureAsync();
        await RunningService.WaitAsync(page.PictureAsync, picture => Different(before, picture) > 0.2, Token);
    }

    [Theory]
    [InlineData("Captured", "videoseg_live_frames_total", "captured")]
    [InlineData("Delivered", "videoseg_live_frames_total", "delivered")]
    public async Task Page_CountsItShows_AreThoseOfMetrics(string term, string metric, string outcome)
    {
        await using PageUnderTest page = await browser.OpenAsync();
        await page.PlayAsync(_service.Address);
        Task<double> CountedAsync() => _service.MetricAsync(metric, ["stream=\"sample\"", $"outcome=\"{outcome}\""], Token);
        double before = await CountedAsync();

        long shown = await RunningService.WaitAsync(() => page.CountAsync(term), count => count > before, Token);
        Assert.InRange(shown, before, await CountedAsync());
    }

    [Theory]
    [InlineData("", "webcodecs")]
    [InlineData("delete window.VideoDecoder", "mse")]
    [InlineData("VideoDecoder.isConfigSupported = async () => ({ supported: false })", "mse")]
    [InlineData("delete window.VideoDecoder; delete window.MediaSource", "mjpeg")]
    [InlineData("delete window.VideoDecoder; MediaSource.isTypeSupported = () => false", "mjpeg")]
    public async Task Page_LeftToItself_TakesTheBestWayThatTheBrowserHas(string script, string way)
    {
        await using PageUnderTest page = await browser.OpenAsync(script: script);
        await page.Page.GotoAsync(_service.Address.AbsoluteUri);

        await page.WaitForStageAsync("way", way);
        await page.WaitForStageAsync("state", "playing");
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Page_DecoderThatBreaks_BeginsAnewAtAKeyFrame()
    {
        // After some frames one that cannot be decoded is slipped in.
        const string Script = """
            const decode = VideoDecoder.prototype.decode;
            let count = 0;
            VideoDecoder.prototype.decode = function (chunk) {
              count++;
              return decode.call(this, count === 10 ? new EncodedVideoChunk({ type: "key", timestamp: chunk.timestamp, data: new Uint8Array(100) }) : chunk);
            };
            window.decoded = () => count;
            """;
        await using PageUnderTest page = await browser.OpenAsync(script: Script);
        await page.PlayAsync(_service.Address, "?playback=webcodecs");
        await page.Page.WaitForFunctionAsync("() => window.decoded() >= 30");
        long frame = await page.FrameAsync();

        await RunningService.WaitAsync(page.FrameAsync, now => now > frame, Token);
        await page.WaitForStageAsync("way", "webcodecs");
    }

    [Theory]
    [InlineData(320, 640)]
    [InlineData(390, 844)]
    [InlineData(820, 1180)]
    [InlineData(1440, 900)]
    public async Task Page_AtAnySize_FitsTheWindowAndShowsTheNotice(int width, int height)
    {
        await using PageUnderTest page = await browser.OpenAsync(width, height);
        await page.PlayAsync(_service.Address);

        Assert.True(await page.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"));
        await page.Page.EvaluateAsync("() => scrollTo(0, document.documentElement.scrollHeight)");
        ILocator notice = page.Page.GetByText("For research use; not a medical device").First;
        LocatorBoundingBoxResult box = (await notice.BoundingBoxAsync())!;
        Assert.InRange(box.Y, 0, height - box.Height);
    }

    [Fact]
    public async Task Page_NothingOnIt_IsBright()
    {
        await using PageUnderTest page = await browser.OpenAsync();
        await page.PlayAsync(_service.Address);
        string[] grounds = await page.Page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('*')].map(e => getComputedStyle(e).backgroundColor).filter(c => c !== 'rgba(0, 0, 0, 0)')");

        Assert.NotEmpty(grounds);
        Assert.All(grounds.Distinct(StringComparer.Ordinal), ground =>
        {
            double[] parts = [.. ground[(ground.IndexOf('(') + 1)..^1].Split(',').Take(3).Select(double.Parse)];
            Assert.True(parts.Max() < 70, ground);
        });
    }

    [Fact]
    public async Task Page_WithTheKeyboardAlone_CanBeUsed()
    {
        await using PageUnderTest page = await browser.OpenAsync();
        await page.PlayAsync(_service.Address, "?playback=webcodecs");
        IKeyboard keyboard = page.Page.Keyboard;

        await keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the video", await FocusedAsync(page));
        await keyboard.PressAsync("Enter");
        Assert.Equal("stage", await page.Page.EvaluateAsync<string>("() => document.activeElement.id"));
        await keyboard.PressAsync("Tab");
        Assert.Equal("annotated", await page.Page.EvaluateAsync<string>("() => document.activeElement.value"));
        await keyboard.PressAsync("ArrowRight");
        Assert.True(await page.Page.Locator("input[value=original]").IsCheckedAsync());
        await keyboard.PressAsync("Tab");
        Assert.Equal("Snapshot", await FocusedAsync(page));
        Assert.NotEqual("none", await page.Page.EvaluateAsync<string>("() => getComputedStyle(document.activeElement).outlineStyle"));

        await keyboard.PressAsync("a");
        Assert.True(await page.Page.Locator("input[value=annotated]").IsCheckedAsync());
        await keyboard.PressAsync("p");
        await page.WaitForStageAsync("way", "mse");
        await keyboard.PressAsync("?");
        Assert.True(await page.Page.Locator("#keys-dialog").IsVisibleAsync());
        await keyboard.PressAsync("Escape");
        Assert.False(await page.Page.Locator("#keys-dialog").IsVisibleAsync());
        await keyboard.PressAsync("f");
        await page.Page.WaitForFunctionAsync("() => document.fullscreenElement?.id === 'stage'");
        Assert.True(await page.Page.Locator(".line .notice").IsVisibleAsync());
        await keyboard.PressAsync("f");
        await page.Page.WaitForFunctionAsync("() => document.fullscreenElement === null");
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Keys_SwitchedOff_DoNothing()
    {
        await using PageUnderTest page = await browser.OpenAsync();
        await page.PlayAsync(_service.Address);
        await page.Page.Keyboard.PressAsync("?");
        await page.Page.Locator("#keys-on").UncheckAsync();
        await page.Page.Locator("#keys-close").ClickAsync();
        await page.Page.Keyboard.PressAsync("o");

        Assert.True(await page.Page.Locator("input[value=annotated]").IsCheckedAsync());
        await page.Page.ReloadAsync();
        await page.Page.Keyboard.PressAsync("o");
        Assert.True(await page.Page.Locator("input[value=annotated]").IsCheckedAsync());
    }

    // Pixels of the outline's colour in the middle of the picture, where neither the state mark nor text of the endoscope is.
    private static int Inked(Picture picture)
    {
        int count = 0;
        for (int y = picture.Height / 8; y < picture.Height * 7 / 8; y++)
        {
            for (int x = picture.Width / 4; x < picture.Width * 3 / 4; x++)
            {
                ReadOnlySpan<byte> pixel = picture.Data.AsSpan(3 * ((y * picture.Width) + x), 3);
                count += pixel[0] < 110 && pixel[1] > 150 && pixel[2] > 150 ? 1 : 0;
            }
        }

        return count;
    }

    private static Task<string> FocusedAsync(PageUnderTest page) => page.Page.EvaluateAsync<string>("() => document.activeElement.textContent.trim()");

    // The share of pixels that differ clearly.
    private static double Different(Picture a, Picture b) =>
        a.Data.Length == b.Data.Length ? a.Data.Zip(b.Data).Count(pair => Math.Abs(pair.First - pair.Second) > 24) / (double)a.Data.Length : 1;

    internal static double Reddish(Picture picture) =>
        picture.Data.Chunk(3).Count(pixel => pixel[0] > 60 && pixel[0] > pixel[2] + 20) / (picture.Data.Length / 3d);
}
