using VideoSeg.Host.Service.Configuration;
using Xunit;

namespace VideoSeg.Host.Tests.Service.Configuration;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080", true)]
    [InlineData("HTTP://LocalHost:80/", "http://localhost:80", true)]
    [InlineData("http://[::1]:9000", "http://[::1]:9000", true)]
    [InlineData("http://127.0.0.1", "http://127.0.0.1:80", true)]
    [InlineData("http://0.0.0.0:8080", "http://*:8080", false)]
    [InlineData("http://*:8080", "http://*:8080", false)]
    [InlineData("http://[::]:0", "http://[::]:0", false)]
    [InlineData("http://192.168.1.7:8080", "http://192.168.1.7:8080", false)]
    public void ParseAll_OfAnAddress_TellsItAndWhoReachesIt(string text, string address, bool isLoopback)
    {
        ListenAddress found = Assert.Single(ListenAddress.ParseAll(text, out string fault)!);

        Assert.Equal("", fault);
        Assert.Equal(address, found.ToString());
        Assert.Equal(isLoopback, found.IsLoopback);
    }

    [Theory]
    [InlineData("https://127.0.0.1:8080")]
    [InlineData("127.0.0.1:8080")]
    [InlineData("http://example.org:8080")]
    [InlineData("http://127.0.0.1:65536")]
    [InlineData("http://127.0.0.1:")]
    [InlineData("http://127.0.0.1:8080;ftp://x")]
    [InlineData(";")]
    public void ParseAll_OfAnythingElse_SaysWhatIsExpected(string text)
    {
        Assert.Null(ListenAddress.ParseAll(text, out string fault));
        Assert.StartsWith("expected ", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void ParseAll_OfSeveral_GivesAll() =>
        Assert.Equal(["http://127.0.0.1:1", "http://[::1]:2"], ListenAddress.ParseAll("http://127.0.0.1:1; http://[::1]:2;", out _)!.Select(address => address.ToString()));
}
