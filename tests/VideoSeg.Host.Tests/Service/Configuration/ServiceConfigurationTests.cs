using System.Collections;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using VideoSeg.Host.Service;
using VideoSeg.Host.Service.Configuration;
using VideoSeg.Host.Service.Outlets;
using VideoSeg.Model;
using VideoSeg.Model.Architectures;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Weights;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Outputs;
using VideoSeg.Pipeline.Overlay;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Host.Tests.Service.Configuration;

public sealed class ServiceConfigurationTests
{
    [Fact]
    public void Load_OfNothing_GivesTheDefaults() =>
        Assert.True(StreamChanges.IsSame(new ServiceOptions(), Load("{}")));

    [Fact]
    public void Load_OfAWholeFile_TakesEveryValue()
    {
        ServiceOptions options = Load("""
            {
              // comments and trailing commas are for people
              "$schema": "x",
              "VideoSeg": {
                "Urls": "http://127.0.0.1:9000", "AllowedHosts": ["a.example", "*.b.example"], "ShutdownTimeout": "5 s",
                "Log": { "Format": "json", "Level": "debug" },
                "Engine": { "Device": "cpu", "Threads": 2, "HangTimeout": "3 s" },
                "Health": { "Streams": ["room1"], "MaxFrameAge": "00:00:03", "NeedsEngine": false },
                "Streams": {
                  "room1": {
                    "Title": "Room 1", "Delivery": "synchronised", "MaxMaskAge": "150 ms", "Threshold": 0.4, "MinArea": 0.01, "Redact": true, "Field": "circle:640,360,300",
                    "Overlay": { "Style": "fill", "LineWidth": 2.5 },
                    "Source": { "Url": "rtsp://camera/live", "Options": { "rtsp_transport": "tcp" }, "Loop": false, "ReadTimeout": "2 s" },
                  },
                  "room2": { "Enabled": false, "Source": { "Url": "/dev/video0" } },
                },
              },
            }
            """);

        Assert.Equal("http://127.0.0.1:9000", options.Urls);
        Assert.Equal(["a.example", "*.b.example"], options.AllowedHosts);
        Assert.Equal(TimeSpan.FromSeconds(5), options.ShutdownTimeout);
        Assert.Equal(LogLevel.Debug, options.Log.Level);
        Assert.Equal((2, TimeSpan.FromSeconds(3)), (options.Engine.Threads, options.Engine.Hub.HangTimeout));
        Assert.Equal(TimeSpan.FromSeconds(3), options.Health.MaxFrameAge);
        LiveStreamOptions room1 = options.Streams["room1"].Options;
        Assert.Equal(("room1", "Room 1", DeliveryMode.Synchronised, 0.4f, 0.01, true), (room1.Name, room1.Title, room1.Delivery, room1.Threshold, room1.MinArea, room1.Redact));
        Assert.Equal((OverlayStyle.Fill, 2.5f, true), (room1.Overlay.Style, room1.Overlay.LineWidth, room1.Overlay.Labels));
        Assert.Equal("tcp", room1.Source.Options["rtsp_transport"]);
        Assert.False(room1.Source.Loop);
        Assert.False(options.Streams["room2"].Enabled);
    }

    [Fact]
    public void Load_WithFaults_ListsAllWithTheirPaths()
    {
        ConfigurationException fault = Assert.Throws<ConfigurationException>(() => Load("""
            {
              "Other": 1,
              "VideoSeg": {
                "Urls": "ftp://x", "ShutdownTimeout": "5", "Url": "udp://127.0.0.1:1",
                "Log": { "Level": "loud" },
                "Engine": { "Model": "/nowhere/weights", "Device": "gpu", "HangTimeout": "1 ms", "Threads": 1.5 },
                "Streams": {
                  "room1": { "Source": { "Urll": "x", "Loop": "perhaps" }, "Deliverry": "latest", "MaxMaskAge": "10 s", "Field": "blob", "Threshold": 1 },
                  "room2": { "Source": "x" },
                  "room 3": { "Source": { "Url": { "a": "b" } }, "Outlets": { "Out 1": { "Kind": "teleport" }, "o2": {} } }
                }
              }
            }
            """));

        Assert.Equal(FaultKind.Usage, fault.Kind);
        Dictionary<string, string> faults = fault.Faults.GroupBy(f => f.Path).ToDictionary(group => group.Key, group => string.Join(" + ", group.Select(f => f.Message)), StringComparer.Ordinal);
        string[] expected =
        [
            "Other", "VideoSeg:Urls", "VideoSeg:ShutdownTimeout", "VideoSeg:Url", "VideoSeg:Log:Level", "VideoSeg:Engine:Model", "VideoSeg:Engine:Device",
            "VideoSeg:Engine:HangTimeout", "VideoSeg:Engine:Threads", "VideoSeg:Streams:room1:Source:Url", "VideoSeg:Streams:room1:Source:Urll",
            "VideoSeg:Streams:room1:Source:Loop", "VideoSeg:Streams:room1:Deliverry", "VideoSeg:Streams:room1:MaxMaskAge", "VideoSeg:Streams:room1:Field",
            "VideoSeg:Streams:room1:Threshold", "VideoSeg:Streams:room2:Source", "VideoSeg:Streams:room 3", "VideoSeg:Streams:room 3:Source:Url",
            "VideoSeg:Streams:room 3:Outlets:out 1", "VideoSeg:Streams:room 3:Outlets:out 1:Kind", "VideoSeg:Streams:room 3:Outlets:o2:Kind",
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), faults.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("expected a time such as 200 ms, 2 s, 10 min, 12 h or 30 d, found '5'", faults["VideoSeg:ShutdownTimeout"]);
        Assert.Equal("expected 100 ms to 10 min, found 1 ms", faults["VideoSeg:Engine:HangTimeout"]);
        Assert.Equal("expected a whole number, found '1.5'", faults["VideoSeg:Engine:Threads"]);
        Assert.Equal("expected above 0 to below 1, found 1", faults["VideoSeg:Streams:room1:Threshold"]);
        Assert.Equal("expected a value, found none", faults["VideoSeg:Streams:room1:Source:Url"]);
        Assert.Contains("expected one of Url, Format, ", faults["VideoSeg:Streams:room1:Source:Urll"], StringComparison.Ordinal);
        Assert.Equal("expected 20 ms to 5 s, found 10 s", faults["VideoSeg:Streams:room1:MaxMaskAge"]);
        Assert.All(faults.Values, message => Assert.StartsWith("expected ", message, StringComparison.Ordinal));
        Assert.All(fault.Faults, f => Assert.Contains($"\n  {f}", fault.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Load_TorchScriptFile_NeedsTrustAndADescription()
    {
        using var folder = new TemporaryFolder();
        string path = TestScript.Write(folder.File("net.pt"), "x[:, 0:1]");
        string untrusted = $$$"""{ "VideoSeg": { "Engine": { "Model": "{{{path}}}" } } }""";
        string trusted = untrusted.Replace("\"Model\"", "\"TrustTorchScript\": true, \"Model\"", StringComparison.Ordinal);
        ConfigurationFault fault = Assert.Single(Assert.Throws<ConfigurationException>(() => Load(untrusted)).Faults);
        Assert.Equal("VideoSeg:Engine:Model", fault.Path);
        Assert.Contains("Engine:TrustTorchScript", fault.Message, StringComparison.Ordinal);
        SegmenterOptions options = Load(trusted).Engine.ToSegmenterOptions();
        Assert.Equal((path, true), (options.ModelPath, options.TrustTorchScript));
        File.WriteAllText($"{path}.json", "{}");
        Assert.Contains("outputs: expected", Assert.Single(Assert.Throws<ConfigurationException>(() => Load(trusted)).Faults).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_TorchScriptFile_WithWhatDoesNotGoWithIt_SaysAllOfIt()
    {
        using var folder = new TemporaryFolder();
        string path = TestScript.Write(folder.File("net.pt"), "x[:, 0:1]");
        string json = $$$"""{ "VideoSeg": { "Engine": { "Model": "{{{path}}}", "TrustTorchScript": true, "Engine": "onednn", "Precision": "int8", "Depth": 2 } } }""";
        Dictionary<string, string> faults = Assert.Throws<ConfigurationException>(() => Load(json)).Faults.ToDictionary(fault => fault.Path, fault => fault.Message, StringComparer.Ordinal);
        Assert.Equal(["VideoSeg:Engine:Depth", "VideoSeg:Engine:Engine", "VideoSeg:Engine:Precision"], faults.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("not the engine onednn", faults["VideoSeg:Engine:Engine"], StringComparison.Ordinal);
        Assert.Contains("not in int8", faults["VideoSeg:Engine:Precision"], StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WithHeadsOfADamagedFile_BlamesTheFile()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("model.safetensors"), "no weights");
        ConfigurationFault fault = Assert.Single(Assert.Throws<ConfigurationException>(
            () => Load($$"""{ "VideoSeg": { "Engine": { "Model": "{{folder.File("model.safetensors")}}", "Mode": "fast" } } }""")).Faults);
        Assert.Equal("VideoSeg:Engine:Model", fault.Path);
        Assert.Contains("not a safetensors file that can be read", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"Mode\": \"slow\"", "Mode", "expected one of accurate, fast, found slow")]
    [InlineData("\"Depth\": 5", "Depth", "expected 1 to 4, found 5")]
    [InlineData("\"Depth\": 2", "Depth", "found resunetpp, which has one")]
    [InlineData("\"Mode\": \"accurate\", \"Depth\": 2", "Mode", "found resunetpp, which has one")]
    public void Load_WithHeadsThatTheWeightsDoNotHave_SaysSo(string heads, string option, string message)
    {
        using var folder = new TemporaryFolder();
        string model = RandomModel.Write(folder.File("model.safetensors"));
        ConfigurationFault fault = Assert.Single(Assert.Throws<ConfigurationException>(
            () => Load($$"""{ "VideoSeg": { "Engine": { "Model": "{{model}}", {{heads}} } } }""")).Faults);
        Assert.Equal($"VideoSeg:Engine:{option}", fault.Path);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WithHeadsOfUNetPlusPlus_HandsThemToTheEngine()
    {
        using var folder = new TemporaryFolder();
        var metadata = new ModelMetadata { Name = "nested", Architecture = UNetPlusPlus.Name, InputWidth = 32, InputHeight = 32 };
        SafetensorsFile.Write(folder.File("model.safetensors"), WeightInitializer.Create(UNetPlusPlus.Build(), 1).WithMetadata(metadata.ToDictionary()));
        SegmenterOptions options = Load($$"""
            { "VideoSeg": { "Engine": { "Model": "{{folder.File("model.safetensors")}}", "Mode": "accurate", "Depth": 3 } } }
            """).Engine.ToSegmenterOptions();
        Assert.Equal(("accurate", 3), (options.Mode, options.Depth));
    }

    [Theory]
    [InlineData("{ \"VideoSeg\": { \"Urls\": ", "LineNumber: 0")]
    [InlineData("[]", "found Array")]
    [InlineData("{ \"VideoSeg\": { \"Urls\": \"http://127.0.0.1:1\", \"urls\": \"http://127.0.0.1:2\" } }", "duplicate")]
    public void Load_OfWhatIsNoConfiguration_SaysSo(string json, string expected) =>
        Assert.Contains(expected, Assert.Throws<ConfigurationException>(() => Load(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void Load_WithEnvironmentAndCommandLine_LetsTheNearerWin()
    {
        const string File = """{ "VideoSeg": { "Urls": "http://127.0.0.1:1", "Log": { "Level": "error", "Format": "json" }, "Streams": { "a": { "Source": { "Url": "udp://127.0.0.1:1" } } } } }""";
        var environment = new Hashtable
        {
            ["VIDEOSEG__URLS"] = "http://127.0.0.1:2",
            ["VIDEOSEG__LOG__LEVEL"] = "debug",
            ["VIDEOSEG__STREAMS__A__TITLE"] = "A",
            ["VIDEOSEG_DATA"] = "not one of them",
        };

        ServiceOptions options = Load(File, "http://127.0.0.1:3", environment);

        Assert.Equal("http://127.0.0.1:3", options.Urls);
        Assert.Equal(LogLevel.Debug, options.Log.Level);
        Assert.Equal("A", Assert.Single(options.Streams).Value.Options.Title);
        Assert.Equal("http://127.0.0.1:2", Load(File, null, environment).Urls);
    }

    [Fact]
    public void Load_WithAnUnknownVariable_IsAFault() =>
        Assert.Equal("VideoSeg:Log:LEVL", Assert.Single(Assert.Throws<ConfigurationException>(() => Load("{}", null, new Hashtable { ["VIDEOSEG__LOG__LEVL"] = "debug" })).Faults).Path);

    [Fact]
    public void Load_OfAFileThatIsNotThere_IsAnInputFault() =>
        Assert.Equal(FaultKind.Input, Assert.Throws<VideoSegException>(() => new ServiceConfiguration("/nowhere/videoseg.json", null, new Hashtable()).Load()).Kind);

    [Fact]
    public void Options_OfEveryKind_AreReadAsTheyWereWritten()
    {
        const string File = """{ "VideoSeg": { "Streams": { "a": { "Threshold": 0.25, "Source": { "Url": "rtsp://u:p@x", "Options": { "B": "2", "a": "1" } } } } } }""";
        ServiceOptions options = Load(File);
        var written = new JsonObject { ["VideoSeg"] = OptionsWriter.Write(options, keepsSecrets: true) };

        ServiceOptions again = Load(written.ToJsonString());

        Assert.True(StreamChanges.IsSame(options, again), written.ToJsonString());
        Assert.Equal(0.25f, again.Streams["a"].Options.Threshold);
        Assert.Equal("rtsp://u:p@x", again.Streams["a"].Options.Source.Url);
        Assert.DoesNotContain("u:p", OptionsWriter.Write(options, keepsSecrets: false).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_WithAPartOfAnObject_KeepsItsOwnersDefaultsForTheRest()
    {
        ServiceOptions options = Load("""{ "VideoSeg": { "Web": { "Encoder": { "Threads": 2 } }, "Streams": { "a": { "Source": { "Url": "rtsp://x" }, "Steady": { "MaxGap": 1 } } } } }""");

        Assert.Equal(options.Web.Encoder, new ServiceOptions().Web.Encoder with { Threads = 2, EncoderOptions = options.Web.Encoder.EncoderOptions });
        Assert.Equal((1, 0f, 1d), (options.Streams["a"].Options.Steady.ConfirmFrames, options.Streams["a"].Options.Steady.Smoothing, options.Streams["a"].Options.Steady.MaxGap));
    }

    [Fact]
    public void Load_OfOutlets_TakesTheirKindAndOptions()
    {
        ServiceOptions options = Load("""{ "VideoSeg": { "Streams": { "a": { "Source": { "Url": "rtsp://x" }, "Outlets": { "room": { "Kind": "monitor", "Display": "1", "Rendition": "original" } } } } } }""");

        OutletDefinition outlet = options.Streams["a"].Outlets["room"];
        Assert.Equal(("monitor", new MonitorOutletOptions { Display = "1", Rendition = LiveRendition.Original }), (outlet.Kind, outlet.Options));
        ConfigurationException fault = Assert.Throws<ConfigurationException>(() => Load(
            """{ "VideoSeg": { "Streams": { "a": { "Source": { "Url": "rtsp://x" }, "Outlets": { "room": { "Kind": "monitor", "Displai": "1", "Width": 3 } } } } } }"""));
        Assert.Equal(["VideoSeg:Streams:a:Outlets:room:Displai", "VideoSeg:Streams:a:Outlets:room:Width"], fault.Faults.Select(f => f.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Load_OfOutletsThatEncode_TakesTheirOptionsAndRenditions()
    {
        ServiceOptions options = Load("""
            { "VideoSeg": { "Streams": { "a": { "Source": { "Url": "rtsp://x" }, "Outlets": {
              "server": { "Kind": "push", "Url": "srt://media:9000", "Options": { "latency": "20000" }, "RedialDelay": "2 s", "Encoding": { "Crf": 30, "MaxFrameRate": 25, "RetryDelay": "3 s" } },
              "web": { "Kind": "hls", "Folder": "/x/hls", "RetryDelay": "4 s", "Rendition": "original" },
              "record": { "Kind": "recorder", "Folder": "/x/r", "Rendition": "both", "MaxAge": "30 d", "RecordAtStart": false },
              "found": { "Kind": "detections", "Folder": "/x/d", "Masks": true }
            } } } } }
            """);

        ImmutableDictionary<string, OutletDefinition> outlets = options.Streams["a"].Outlets;
        var server = (PushDefinition)outlets["server"].Options;
        Assert.Equal(("srt://media:9000", "20000", TimeSpan.FromSeconds(2)), (server.Push.Url, server.Push.Options["latency"], server.Push.RedialDelay));
        Assert.Equal((30, 8_000_000, 25d, TimeSpan.FromSeconds(3)), (server.Encoding.Encoder.Crf, server.Encoding.Encoder.MaxBitRate, server.Encoding.MaxFrameRate, server.Encoding.RetryDelay));
        var web = (HlsDefinition)outlets["web"].Options;
        Assert.Equal(("/x/hls", TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(2), LiveRendition.Original), (web.Hls.Folder, web.Hls.RetryDelay, web.Encoding.RetryDelay, web.Rendition));
        var record = (RecorderDefinition)outlets["record"].Options;
        Assert.Equal((RecordedPictures.Both, TimeSpan.FromDays(30), false), (record.Rendition, record.Recorder.MaxAge, record.Recorder.RecordAtStart));
        var found = (DetectionsDefinition)outlets["found"].Options;
        Assert.Equal(("/x/d", true), (found.Detections.Folder, found.Detections.Masks));
    }

    [Fact]
    public void Load_OfOutletsWithFaults_ListsAllWithTheirPaths()
    {
        ConfigurationException fault = Assert.Throws<ConfigurationException>(() => Load("""
            { "VideoSeg": { "Streams": { "a": { "Source": { "Url": "rtsp://x" }, "Outlets": {
              "p1": { "Kind": "push", "Rendition": "both", "Encoding": { "Crf": 99, "Quickly": true, "KeyFrameInterval": "2 min" } },
              "p2": { "Kind": "push", "Url": "file:///etc/passwd", "WriteTimeout": "1 ms" },
              "p3": { "Kind": "push", "Url": "tcp://u:hush@media:1" },
              "p4": { "Kind": "push", "Url": "rtp://media:1", "Container": "tee", "Options": { "sdp_file": "/etc/x" } },
              "web": { "Kind": "hls", "Folder": "", "SegmentCount": 1 },
              "record": { "Kind": "recorder", "Folder": "/x", "Rendition": "all", "MaxAge": "1 s", "Folders": "/y" },
              "found": { "Kind": "detections", "MaxFiles": 0 }
            } } } } }
            """));

        const string Outlets = "VideoSeg:Streams:a:Outlets:";
        string[] expected =
        [
            "p1:Url", "p1:Rendition", "p1:Encoding:Crf", "p1:Encoding:Quickly", "p1:Encoding:KeyFrameInterval", "p2:Url", "p2:WriteTimeout", "p3:Container",
            "p4:Container", "p4:Options:sdp_file", "web:Folder", "web:SegmentCount", "record:Rendition", "record:MaxAge", "record:Folders", "found:MaxFiles",
        ];
        Assert.Equal(expected.Select(path => $"{Outlets}{path}").Order(StringComparer.Ordinal), fault.Faults.Select(f => f.Path).Order(StringComparer.Ordinal));
        Assert.All(fault.Faults, f => Assert.StartsWith("expected ", f.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("hush", fault.Message, StringComparison.Ordinal);
        Assert.Contains(fault.Faults, f => f.Path.EndsWith("p1:Rendition", StringComparison.Ordinal) && f.Message == "expected one of annotated, original, found 'both'");
    }

    [Fact]
    public void Load_OfOutletsInOneFolder_IsAFaultWhereTheyWouldWriteTheSameFiles()
    {
        ConfigurationException fault = Assert.Throws<ConfigurationException>(() => Load("""
            { "VideoSeg": { "Streams": {
              "a": { "Source": { "Url": "rtsp://x" }, "Outlets": { "h": { "Kind": "hls", "Folder": "/x/h" }, "r1": { "Kind": "recorder", "Folder": "/x/r" }, "r2": { "Kind": "recorder", "Folder": "/x/y/../r/" } } },
              "b": { "Source": { "Url": "rtsp://x" }, "Outlets": { "h": { "Kind": "hls", "Folder": "/x/h" }, "r": { "Kind": "recorder", "Folder": "/x/r" } } }
            } } }
            """));

        Assert.Equal(["VideoSeg:Streams:a:Outlets:r2:Folder", "VideoSeg:Streams:b:Outlets:h:Folder"], fault.Faults.Select(f => f.Path));
        Assert.Equal("expected a folder of its own, found that of the outlet a/h", fault.Faults[1].Message);
    }

    private static ServiceOptions Load(string json, string? urls = null, IDictionary? environment = null)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("videoseg.json");
        File.WriteAllBytes(path, Encoding.UTF8.GetBytes(json));
        return new ServiceConfiguration(path, urls, environment ?? new Hashtable()).Load();
    }
}
