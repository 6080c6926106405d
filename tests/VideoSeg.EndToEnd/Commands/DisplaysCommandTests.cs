using System.Text.Json;
using VideoSeg.EndToEnd.Scripts;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.EndToEnd.Commands;

/// <summary><c>videoseg displays</c> from outside, with displays and without.</summary>
public sealed class DisplaysCommandTests
{
    [Fact]
    public async Task Displays_OfAnXServer_AreListed()
    {
        using XvfbServer server = XvfbServer.Start((800, 600), (1920, 1080));

        Script text = await Run(server.Name);
        Assert.Equal((0, ""), (text.ExitCode, text.Error));
        Assert.Equal("0: screen, 800 x 600, placed at 0,0 (x11)\n1: screen, 1920 x 1080, placed at 0,0 (x11)\n", text.Output);

        Script json = await Run(server.Name, ["--json"]);
        JsonElement root = JsonDocument.Parse(json.Output).RootElement;
        Assert.Equal("x11", root.GetProperty("driver").GetString());
        Assert.Equal([(0, "screen", 800, 600), (1, "screen", 1920, 1080)], root.GetProperty("displays").EnumerateArray().Select(display =>
            (display.GetProperty("index").GetInt32(), display.GetProperty("name").GetString()!, display.GetProperty("width").GetInt32(), display.GetProperty("height").GetInt32())));
        Assert.All(root.GetProperty("displays").EnumerateArray(), display => Assert.Equal(JsonValueKind.Null, display.GetProperty("refreshHertz").ValueKind));
        Assert.False(root.TryGetProperty("reason", out _));
    }

    [Fact]
    public async Task Displays_WhereThereAreNone_SaysWhatToDoAndEndsWith5()
    {
        Script text = await Run(server: null);
        Assert.Equal((5, ""), (text.ExitCode, text.Output));
        Assert.StartsWith("error: no display can be opened (tried x11,wayland,KMSDRM; DISPLAY is not set)", text.Error, StringComparison.Ordinal);
        Assert.Contains("Start an X server and set DISPLAY", text.Error, StringComparison.Ordinal);

        Script json = await Run(server: null, ["--json"]);
        Assert.Equal((5, ""), (json.ExitCode, json.Error));
        JsonElement root = JsonDocument.Parse(json.Output).RootElement;
        Assert.Equal(0, root.GetProperty("displays").GetArrayLength());
        Assert.StartsWith("no display can be opened", root.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Displays_AskedForByAnUnknownDriver_SaysSo()
    {
        Script text = await Run(server: null, driver: "teletype");

        Assert.Equal(5, text.ExitCode);
        Assert.Contains("tried teletype", text.Error, StringComparison.Ordinal);
    }

    private static Task<Script> Run(string? server, string[]? arguments = null, string? driver = null) => Script.Run(
        Path.Combine(AppContext.BaseDirectory, "videoseg"), ["displays", .. arguments ?? []],
        environment: new Dictionary<string, string?> { ["DISPLAY"] = server, ["WAYLAND_DISPLAY"] = null, ["SDL_VIDEODRIVER"] = driver });
}
