using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using VideoSeg.Model.Images;
using VideoSeg.TestKit;

namespace VideoSeg.EndToEnd.Live;

/// <summary>What the page tells of its stream, and what its buttons do, in a real browser at the real service.</summary>
public sealed partial class PageEventsTests(Browser browser, SampleService shared) : IClassFixture<Browser>, IClassFixture<SampleService>
{
    private readonly RunningService _service = shared.Service;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Timeline_WhilePolypsAreSeen_Grows()
    {
        await using PageUnderTest page = await browser.OpenAsync();
        await page.PlayAsync(_service.Address);
        await page.Page.Locator(".timeline summary").ClickAsync();

        // "2 polyps marked in the last 3 min, ..."
        await RunningService.WaitAsync(() => page.TextAsync("#timeline-text"), text => Marked().IsMatch(text), Token);
        double first = await RunningService.WaitAsync(() => BarsAsync(page), width => width > 0, Token);
        int rows = await page.Page.Locator("#timeline-list tbody tr").CountAsync();
        await RunningService.WaitAsync(() => BarsAsync(page), width => width > first, Token);

        Assert.True(rows > 0);
        Assert.Matches("^[0-9]+$", await page.TextAsync("#timeline-list tbody tr:first-child td:first-child"));
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Page_Open_IsToldByEventsUntilItIsClosed()
    {
        await RunningService.WaitAsync(SubscribersAsync, count => count == 0, Token);
        await using (PageUnderTest page = await browser.OpenAsync())
        {
            await page.PlayAsync(_service.Address);
            await RunningService.WaitAsync(SubscribersAsync, count => count == 1, Token);
            double told = await ToldAsync();
            await RunningService.WaitAsync(ToldAsync, count => count > told, Token);

            // With a list of streams that stands still, the numbers go on: they come as events.
            string list = await _service.Client.GetStringAsync("/api/streams", Token);
            await page.Page.RouteAsync("**/api/streams", route => route.FulfillAsync(new RouteFulfillOptions { ContentType = "application/json", Body = list }));
            long listed = JsonSerializer.Deserialize<JsonElement[]>(list)!.Single().GetProperty("captured").GetInt64();
            long shown = await RunningService.WaitAsync(() => page.CountAsync("Captured"), count => count > listed, Token);
            await RunningService.WaitAsync(() => page.CountAsync("Captured"), count => count > shown, Token);
            Assert.Equal(1, await SubscribersAsync());
        }

        await RunningService.WaitAsync(SubscribersAsync, count => count == 0, Token);
    }

    [Theory]
    [InlineData("annotated")]
    [InlineData("original")]
    public async Task Snapshot_ByButton_SavesThePictureOfTheVideo(string rendition)
    {
        await using PageUnderTest page = await browser.OpenAsync();
        await page.PlayAsync(_service.Address, $"?rendition={rendition}");
        JsonElement video = (await _service.StatusAsync("sample", Token)).GetProperty("source").GetProperty("video");

        IDownload download = await page.Page.RunAndWaitForDownloadAsync(() => page.Page.Locator("#snapshot").ClickAsync());

        Assert.Matches(@"^sample-[0-9]{8}T[0-9]{6}\.[0-9]{3}Z\.jpg$", download.SuggestedFilename);
        Picture picture = ImageFile.Decode(await File.ReadAllBytesAsync(await download.PathAsync(), Token), "snapshot").ToRgb24();
        Assert.Equal((video.GetProperty("width").GetInt32(), video.GetProperty("height").GetInt32()), (picture.Width, picture.Height));
        Assert.True(PageTests.Reddish(picture) > 0.2);
        await RunningService.WaitAsync(() => page.TextAsync("#message"), text => text == $"Snapshot saved as {download.SuggestedFilename}.", Token);
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Record_WhereThereIsNoRecorder_IsNotOffered()
    {
        await using PageUnderTest page = await browser.OpenAsync();
        await page.PlayAsync(_service.Address);
        await RunningService.WaitAsync(() => page.CountAsync("Captured"), count => count > 0, Token);

        Assert.False(await page.Page.Locator("#record").IsVisibleAsync());
        await page.Page.Keyboard.PressAsync("r");
        Assert.Equal("This stream has no recorder.", await page.TextAsync("#message"));
    }

    [Fact]
    public async Task Record_ByButtonAndKey_BeginsAndEndsARecordingThatPlays()
    {
        using var folder = new TemporaryFolder();
        string recordings = folder.File("recordings");
        await using RunningService service = await SampleService.StartAsync(folder, recordings);
        await using PageUnderTest page = await browser.OpenAsync();
        await page.PlayAsync(service.Address);
        ILocator button = page.Page.Locator("#record");

        await button.ClickAsync();
        await page.Page.Locator("#record[aria-pressed=true]").WaitForAsync();
        await page.Page.Locator("#line-recording").WaitForAsync();
        await RunningService.WaitAsync(async () => (await RecorderAsync(service)).GetProperty("bytes").GetInt64(), bytes => bytes > 0, Token);
        Assert.Equal("Stop recording", (await button.InnerTextAsync()).Trim());
        await page.Page.Keyboard.PressAsync("r");
        await page.Page.Locator("#record[aria-pressed=false]").WaitForAsync();

        string[] files = await RunningService.WaitAsync(() => Task.FromResult(Directory.GetFiles(recordings, "sample-*")), all => all is [{ } one] && one.EndsWith(".mp4", StringComparison.Ordinal), Token);
        Assert.False((await RecorderAsync(service)).GetProperty("recording").GetBoolean());
        Assert.False(await page.Page.Locator("#line-recording").IsVisibleAsync());
        Assert.NotEmpty(Ffmpeg.FrameHashes(files[0]));
        Assert.Empty(page.Complaints);
    }

    private static async Task<JsonElement> RecorderAsync(RunningService service) =>
        JsonSerializer.Deserialize<JsonElement[]>(await service.Client.GetStringAsync("/api/streams/sample/recording", Token))!.Single();

    // How long all bars of the timeline are together.
    private static async Task<double> BarsAsync(PageUnderTest page)
    {
        string path = await page.Page.Locator("#timeline-chart .bars").GetAttributeAsync("d") ?? "";
        return Widths().Matches(path).Sum(match => double.Parse(match.Groups["it"].Value, CultureInfo.InvariantCulture));
    }

    private Task<double> SubscribersAsync() => _service.MetricAsync("videoseg_live_viewers", ["kind=\"events\""], Token);

    private Task<double> ToldAsync() => _service.MetricAsync("videoseg_live_viewer_frames_total", ["kind=\"events\"", "outcome=\"delivered\""], Token);

    [GeneratedRegex("^[0-9]+ polyps? marked", RegexOptions.NonBacktracking)]
    private static partial Regex Marked();

    [GeneratedRegex("h(?<it>[0-9.]+)v", RegexOptions.NonBacktracking)]
    private static partial Regex Widths();
}
