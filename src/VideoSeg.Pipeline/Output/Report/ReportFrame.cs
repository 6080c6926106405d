using System.Reflection;

namespace VideoSeg.Pipeline.Output.Report;

/// <summary>What all reports have in common: a page that may load nothing, with its styles in it, and the same for programs at its end.</summary>
internal static class ReportFrame
{
    /// <summary>The page up to its contents.</summary>
    /// <param name="html">What it is written to.</param>
    /// <param name="title">Title of the page.</param>
    /// <param name="styles">Names of the style sheets among this assembly's resources, in their order.</param>
    public static void Begin(HtmlWriter html, string title, params ReadOnlySpan<string> styles)
    {
        html.Add($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="robots" content="noindex">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
            <title>{title}</title>
            """);
        html.AddRaw("<style>\n");
        foreach (string style in styles)
        {
            html.AddRaw(Read(style));
        }

        html.AddRaw("</style>\n</head>\n<body>\n<main>\n");
    }

    /// <summary>The page after its contents.</summary>
    /// <param name="html">What it is written to.</param>
    /// <param name="id">Under which programs find <paramref name="json"/>.</param>
    /// <param name="json">Of a serialiser that writes &lt; and &gt; as \u003C and \u003E, so that nothing in it can end the element.</param>
    public static void End(HtmlWriter html, string id, string json) =>
        html.AddRaw($"</main>\n<script type=\"application/json\" id=\"{id}\">\n").AddRaw(json).AddRaw("\n</script>\n</body>\n</html>\n");

    /// <summary>A name and its value in a list.</summary>
    public static void Fact(HtmlWriter html, string name, string value) => html.Add($"<div><dt>{name}</dt><dd>{value}</dd></div>");

    private static string Read(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
