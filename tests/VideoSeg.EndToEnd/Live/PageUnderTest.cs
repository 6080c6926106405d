using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Playwright;
using VideoSeg.Model.Images;

namespace VideoSeg.EndToEnd.Live;

/// <summary>The page in a browser, and what the browser complained of.</summary>
internal sealed class PageUnderTest : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = new();

    public PageUnderTest(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.PageError += (_, error) => _complaints.Enqueue(error);
        page.Console += (_, message) =>
        {
            // What was not found is told below, with its address.
            if (message.Type is "error" or "warning" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                _complaints.Enqueue($"{message.Text} ({message.Location})");
            }
        };
        page.Response += (_, response) =>
        {
            if (response.Status >= 400 && !new Uri(response.Url).AbsolutePath.StartsWith("/api/", StringComparison.Ordinal))
            {
                _complaints.Enqueue($"{response.Status} {response.Url}");
            }
        };
    }

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>Errors of scripts and of the policy, warnings, and files of the page that could not be loaded. The page copes with parts of the API that are not there.</summary>
    public IEnumerable<string> Complaints => _complaints;

    /// <summary>Opens the page and waits until it plays.</summary>
    public async Task PlayAsync(Uri service, string query = "")
    {
        await Page.GotoAsync(new Uri(service, query).AbsoluteUri);
        await WaitForStageAsync("state", "playing");
    }

    /// <summary>Waits until the stage says so: <c>state</c>, <c>way</c>.</summary>
    public Task WaitForStageAsync(string name, string value) => Page.Locator($"#stage[data-{name}='{value}']").WaitForAsync();

    /// <summary>Number of the frame that is shown.</summary>
    public async Task<long> FrameAsync() => long.Parse((await Page.Locator("#stage").GetAttributeAsync("data-frame"))!, CultureInfo.InvariantCulture);

    /// <summary>What is seen of the picture.</summary>
    public async Task<Picture> PictureAsync() => ImageFile.Decode(await Page.Locator("#picture").ScreenshotAsync(), "screenshot").ToRgb24();

    /// <summary>Text of an element.</summary>
    public async Task<string> TextAsync(string selector) => (await Page.Locator(selector).InnerTextAsync()).Trim();

    /// <summary>A number of the frames' list; -1 where none is shown yet.</summary>
    public async Task<long> CountAsync(string term)
    {
        string text = await Page.Locator("#facts-frames > div", new PageLocatorOptions { Has = Page.GetByText(term, new PageGetByTextOptions { Exact = true }) }).Locator("dd > span").InnerTextAsync();
        return long.TryParse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out long count) ? count : -1;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
