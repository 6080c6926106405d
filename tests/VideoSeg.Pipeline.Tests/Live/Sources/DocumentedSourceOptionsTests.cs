using System.Collections;
using System.Globalization;
using System.Reflection;
using VideoSeg.Pipeline.Live.Sources;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Live.Sources;

/// <summary>The settings in docs/live-sources.md against the code.</summary>
public sealed class DocumentedSourceOptionsTests
{
    [Theory]
    [InlineData("## Settings", typeof(LiveSourceOptions))]
    [InlineData("## What may be a source", typeof(SourcePolicyOptions))]
    public void Settings_OfThePage_AreThoseOfTheCodeWithTheirDefaults(string heading, Type options)
    {
        string page = File.ReadAllText(Repository.At("docs", "live-sources.md"));
        int start = page.IndexOf(heading, StringComparison.Ordinal), end = page.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        Dictionary<string, string> documented = page[start..(end < 0 ? page.Length : end)].Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Trim('|', ' ').Split(" | "))
            .ToDictionary(cells => cells[0].Trim('`'), cells => cells[^1], StringComparer.Ordinal);
        object defaults = options == typeof(LiveSourceOptions) ? new LiveSourceOptions { Url = "x" } : new SourcePolicyOptions();
        PropertyInfo[] properties = options.GetProperties(BindingFlags.Public | BindingFlags.Instance);
        Assert.Equal(properties.Select(property => property.Name).Order(), documented.Keys.Order());
        Assert.All(properties, property => Assert.Equal(Text(property, defaults), documented[property.Name]));
    }

    private static string Text(PropertyInfo property, object defaults) => (property.Name, property.GetValue(defaults)) switch
    {
        ("Url", _) => "required",
        ("Format", null) => "found out",
        (_, null) => "none",
        (_, bool value) => value ? "`true`" : "`false`",
        (_, TimeSpan value) => $"`{value.ToString("c", CultureInfo.InvariantCulture)}`",
        (_, IDictionary { Count: 0 }) => "none",
        (_, IEnumerable<string> values) => values.Any() ? string.Join(", ", values.Select(value => $"`{value}`")) : "none",
        (_, var value) => $"`{value}`",
    };
}
