using Microsoft.Playwright;
using VideoSeg.TestKit;

namespace VideoSeg.EndToEnd.Live;

/// <summary>A real Chromium with a fresh profile, driven by Playwright, for all tests of a class.</summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(Chromium.IsInstalled, $"{Chromium.Program} is not installed");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Chromium.Program, Args = Chromium.Arguments });
    }

    /// <summary>A window of its own, with nothing remembered.</summary>
    internal async Task<PageUnderTest> OpenAsync(int width = 1280, int height = 800, string script = "")
    {
        IBrowserContext context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(120_000); // the machine may be busy; what is waited for comes long before
        if (script.Length > 0)
        {
            await context.AddInitScriptAsync(script);
        }

        return new PageUnderTest(context, await context.NewPageAsync());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
