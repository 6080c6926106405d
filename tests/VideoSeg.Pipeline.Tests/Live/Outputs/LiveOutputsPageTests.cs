using System.Globalization;
using System.Reflection;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Live.Outputs;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Live.Outputs;

/// <summary>The tables of docs/live-outputs.md name every option with the default that it has.</summary>
public sealed class LiveOutputsPageTests
{
    [Theory]
    [InlineData("## Renditions: one encode for all", typeof(EncodedRenditionOptions))]
    [InlineData("## The encoder", typeof(VideoEncoderOptions))]
    [InlineData("## Push", typeof(PushOutletOptions))]
    [InlineData("## HLS", typeof(HlsOutletOptions))]
    [InlineData("## Recorder", typeof(RecorderOutletOptions))]
    [InlineData("## Detections", typeof(DetectionsOutletOptions))]
    public void Table_OfEachOutput_NamesAllOptionsWithTheirDefaults(string heading, Type options)
    {
        string[] lines = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "live-outputs.md"));
        (string Name, string Default)[] rows =
        [
            .. lines.SkipWhile(line => line != heading).Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
                .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
                .Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Select(cells => (cells[1].Trim('`'), cells[3])),
        ];
        object made = Make(options);
        PropertyInfo[] properties = [.. options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is not null)];
        Assert.Equal(properties.Select(property => property.Name), rows.Select(row => row.Name));
        foreach ((PropertyInfo property, (string _, string text)) in properties.Zip(rows))
        {
            Assert.Equal((property.Name, Text(property.GetValue(made))), (property.Name, text.Split(':')[0]));
        }
    }

    private static object Make(Type options) => options switch
    {
        _ when options == typeof(PushOutletOptions) => new PushOutletOptions { Url = "" },
        _ when options == typeof(HlsOutletOptions) => new HlsOutletOptions { Folder = "" },
        _ when options == typeof(RecorderOutletOptions) => new RecorderOutletOptions { Folder = "" },
        _ => Activator.CreateInstance(options)!,
    };

    private static string Text(object? value) => value switch
    {
        null => "none",
        VideoEncoderOptions => "",
        System.Collections.IDictionary { Count: 0 } => "none",
        bool flag => flag ? "true" : "false",
        TimeSpan { TotalSeconds: < 1 } time => $"{time.TotalMilliseconds} ms",
        TimeSpan { TotalSeconds: < 120 } time => $"{time.TotalSeconds} s",
        TimeSpan time => $"{time.TotalMinutes} min",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
