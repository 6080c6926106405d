using System.Globalization;
using System.Text;
using VideoSeg.Pipeline.Output.Report;

namespace VideoSeg.Pipeline.Scores.Page;

/// <summary>A chart of values from 0 to 1 on both axes, as SVG.</summary>
internal sealed class Chart(HtmlWriter html)
{
    private const double Left = 40, Top = 12, Width = 340, Height = 220;

    /// <summary>Begins a chart: its frame, grid and the names of its axes.</summary>
    /// <param name="name">What it shows, for those who do not see it.</param>
    /// <param name="x">Name of the horizontal axis.</param>
    /// <param name="y">Name of the vertical axis.</param>
    public Chart Begin(string name, string x, string y)
    {
        html.Add($"<svg class=\"chart\" viewBox=\"0 0 400 280\" role=\"img\" aria-label=\"{name}\">");
        for (int i = 0; i <= 5; i++)
        {
            double share = i / 5.0;
            html.Add($"<line class=\"grid\" x1=\"{X(share):0.#}\" x2=\"{X(share):0.#}\" y1=\"{Y(0):0.#}\" y2=\"{Y(1):0.#}\"/><line class=\"grid\" x1=\"{X(0):0.#}\" x2=\"{X(1):0.#}\" y1=\"{Y(share):0.#}\" y2=\"{Y(share):0.#}\"/>");
            html.Add($"<text x=\"{X(share):0.#}\" y=\"{Y(0) + 15:0.#}\" text-anchor=\"middle\">{share:0.0}</text><text x=\"{X(0) - 6:0.#}\" y=\"{Y(share) + 4:0.#}\" text-anchor=\"end\">{share:0.0}</text>");
        }

        html.Add($"<text x=\"{X(0.5):0.#}\" y=\"272\" text-anchor=\"middle\">{x}</text><text x=\"{X(0) + 4:0.#}\" y=\"{Top - 2:0.#}\">{y}</text>");
        return this;
    }

    /// <summary>A line through points; breaks where a value is not a number.</summary>
    /// <param name="style">Its style: one of the classes <c>a</c>, <c>b</c>, <c>thin</c>.</param>
    /// <param name="points">From left to right or back.</param>
    public Chart Line(string style, IEnumerable<(double X, double Y)> points)
    {
        var path = new StringBuilder();
        bool isDown = false;
        foreach ((double x, double y) in points)
        {
            if (double.IsFinite(x) && double.IsFinite(y))
            {
                path.Append(CultureInfo.InvariantCulture, $"{(isDown ? 'L' : 'M')}{X(x):0.#} {Y(y):0.#}");
            }

            isDown = double.IsFinite(x) && double.IsFinite(y);
        }

        html.Add($"<path class=\"line {style}\" d=\"{path.ToString()}\"/>");
        return this;
    }

    /// <summary>A point with a text that is shown while it is pointed at.</summary>
    public Chart Point(string style, double x, double y, string text)
    {
        if (double.IsFinite(x) && double.IsFinite(y))
        {
            html.Add($"<circle class=\"{style}\" cx=\"{X(x):0.#}\" cy=\"{Y(y):0.#}\" r=\"4\"><title>{text}</title></circle>");
        }

        return this;
    }

    /// <summary>A bar that stands on the horizontal axis.</summary>
    public Chart Bar(double from, double to, double height, string text)
    {
        html.Add($"<rect class=\"bar\" x=\"{X(from) + 1:0.#}\" width=\"{Math.Max(X(to) - X(from) - 2, 1):0.#}\" y=\"{Y(height):0.#}\" height=\"{Y(0) - Y(height):0.#}\"><title>{text}</title></rect>");
        return this;
    }

    /// <summary>A vertical line, and what it stands for.</summary>
    public Chart Mark(double x, string text)
    {
        html.Add($"<line class=\"mark\" x1=\"{X(x):0.#}\" x2=\"{X(x):0.#}\" y1=\"{Y(0):0.#}\" y2=\"{Y(1):0.#}\"/><text x=\"{X(x) + (x > 0.7 ? -4 : 4):0.#}\" y=\"{Y(0) - 6:0.#}\" text-anchor=\"{(x > 0.7 ? "end" : "start")}\">{text}</text>");
        return this;
    }

    /// <summary>Ends it.</summary>
    public void End() => html.Add($"</svg>");

    private static double X(double share) => Left + (share * Width);

    private static double Y(double share) => Top + ((1 - share) * Height);
}
