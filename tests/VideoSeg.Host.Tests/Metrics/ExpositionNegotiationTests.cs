using VideoSeg.Host.Metrics.Exposition;
using Xunit;

namespace VideoSeg.Host.Tests.Metrics;

public sealed class ExpositionNegotiationTests
{
    [Theory]
    [InlineData(null, ExpositionFormat.Text)]
    [InlineData("*/*", ExpositionFormat.Text)]
    [InlineData("nonsense;;", ExpositionFormat.Text)]
    [InlineData("text/plain;version=0.0.4", ExpositionFormat.Text)]
    [InlineData("application/openmetrics-text", ExpositionFormat.OpenMetrics)]
    [InlineData("application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1", ExpositionFormat.OpenMetrics)]
    [InlineData("application/openmetrics-text;version=\"1.0.0\";q=0.4,text/plain;q=0.5", ExpositionFormat.Text)]
    [InlineData("application/openmetrics-text;version=2.0.0,text/plain;q=0.1", ExpositionFormat.Text)]
    [InlineData("application/openmetrics-text;q=0", ExpositionFormat.Text)]
    public void Format_OfAnAcceptHeader_IsWhatIsPreferred(string? accept, object expected) => Assert.Equal(expected, ExpositionNegotiation.Format(accept));

    [Theory]
    [InlineData(null, false)]
    [InlineData("gzip", true)]
    [InlineData("br, gzip;q=0.5", true)]
    [InlineData("gzip;q=0", false)]
    [InlineData("*", true)]
    [InlineData("identity", false)]
    public void AcceptsGzip_OfAHeader_IsWhatItSays(string? header, bool expected) => Assert.Equal(expected, ExpositionNegotiation.AcceptsGzip(header));
}
