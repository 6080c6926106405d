using VideoSeg.Host.Metrics;
using Xunit;

namespace VideoSeg.Host.Tests.Metrics;

public sealed class MetricNamesTests
{
    [Theory]
    [InlineData("videoseg.live.added_delay", "s", MetricKind.Histogram, "videoseg_live_added_delay_seconds")]
    [InlineData("videoseg.live.frames", "{frame}", MetricKind.Counter, "videoseg_live_frames")]
    [InlineData("process.resident_memory", "By", MetricKind.Gauge, "process_resident_memory_bytes")]
    [InlineData("videoseg.engine.use", "1", MetricKind.Gauge, "videoseg_engine_use_ratio")]
    [InlineData("a.parts", "1", MetricKind.Counter, "a_parts")]
    [InlineData("a.delay_seconds", "s", MetricKind.Gauge, "a_delay_seconds")]
    [InlineData("a_total", null, MetricKind.Counter, "a")]
    [InlineData("flow", "By/s", MetricKind.Gauge, "flow_bytes_per_second")]
    [InlineData("2 × fast--path", null, MetricKind.Gauge, "_2_fast_path")]
    public void Family_OfAnInstrument_FollowsPrometheus(string name, string? unit, object kind, string expected) =>
        Assert.Equal(expected, MetricNames.Family(name, MetricNames.Unit(unit, (MetricKind)kind), (MetricKind)kind));

    [Theory]
    [InlineData("http.request.method", "http_request_method")]
    [InlineData("le", "tag_le")]
    [InlineData("__name__", "_name_")]
    [InlineData("a:b", "a_b")]
    [InlineData("ü", "_")]
    public void Label_OfATag_IsAName(string tag, string expected) => Assert.Equal(expected, MetricNames.Label(tag));
}
