using System.Text.Json.Nodes;
using VideoSeg.Host.Service.Configuration;
using Xunit;

namespace VideoSeg.Host.Tests.Service.Configuration;

public sealed class SecretsTests
{
    [Theory]
    [InlineData("rtsp://user:hush@10.0.0.1:554/live", "rtsp://***@10.0.0.1:554/live")]
    [InlineData("rtsp://us@er:hu@sh@camera/live", "rtsp://***@camera/live")]
    [InlineData("srt://host:9000?mode=caller&passphrase=hush&latency=20", "srt://host:9000?mode=caller&passphrase=***&latency=20")]
    [InlineData("http://host/a?Token=hush&b=1", "http://host/a?Token=***&b=1")]
    [InlineData("cannot open 'rtsp://u:hush@a/b': refused (rtsp://u:hush@a/b)", "cannot open 'rtsp://***@a/b': refused (rtsp://***@a/b)")]
    [InlineData("/dev/video0", "/dev/video0")]
    [InlineData("a@b: no such thing", "a@b: no such thing")]
    public void HideInAddress_OfAText_HidesPasswordsAndKeys(string text, string expected) => Assert.Equal(expected, Secrets.HideInAddress(text));

    [Theory]
    [InlineData("passphrase")]
    [InlineData("rtsp_password")]
    [InlineData("Headers")]
    [InlineData("apiKey")]
    [InlineData("auth_token")]
    public void Hide_OfASecretOption_HidesItsValue(string name) => Assert.Equal(Secrets.Mask, Secrets.Hide(name, "hush"));

    [Fact]
    public void Hide_OfAnotherOption_LeavesIt() => Assert.Equal("tcp", Secrets.Hide("rtsp_transport", "tcp"));

    [Fact]
    public void Restore_WhereTheAddressIsTheSame_PutsSecretsBack()
    {
        JsonObject changed = Parse("""{"title":"new","Source":{"URL":"rtsp://***@camera/live","options":{"passphrase":"***","latency":"5"}}}""");

        Restore(changed);

        Assert.True(JsonNode.DeepEquals(Parse("""{"title":"new","Source":{"URL":"rtsp://u:hush@camera/live","options":{"passphrase":"deep","latency":"5"}}}"""), changed), changed.ToJsonString());
    }

    [Fact]
    public void Restore_WhereTheAddressIsAnother_PutsNoneBack()
    {
        JsonObject changed = Parse("""{"source":{"url":"rtsp://***@elsewhere/live","options":{"passphrase":"***"}}}""");

        Restore(changed);

        Assert.DoesNotContain("hush", changed.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("deep", changed.ToJsonString(), StringComparison.Ordinal);
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    private static void Restore(JsonObject changed) => Secrets.Restore(changed,
        Parse("""{"title":"old","source":{"url":"rtsp://u:hush@camera/live","options":{"passphrase":"deep","latency":"2"}}}"""),
        Parse("""{"title":"old","source":{"url":"rtsp://***@camera/live","options":{"passphrase":"***","latency":"2"}}}"""));
}
