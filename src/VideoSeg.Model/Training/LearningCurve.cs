using System.Globalization;
using System.Security;
using System.Text;

namespace VideoSeg.Model.Training;

/// <summary>Loss and validation Dice over the epochs, as an SVG picture.</summary>
internal static class LearningCurve
{
    private const int Width = 860, Height = 420, Left = 60, Right = 60, Top = 46, Bottom = 44;

    /// <summary>Draws the curves of <paramref name="history"/>.</summary>
    public static string Draw(string name, IReadOnlyList<EpochRecord> history)
    {
        double top = Math.Max(0.1, history.Max(r => Math.Max(r.Loss, r.ValidationLoss)));
        int last = Math.Max(2, history[^1].Epoch);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {Width} {Height}' font-family='sans-serif' font-size='12'>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<rect width='{Width}' height='{Height}' fill='white'/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x='{Left}' y='20' font-size='14'>{SecurityElement.Escape(name)}</text>\n");
        Legend(svg, 0, "#c0504d", "training loss");
        Legend(svg, 1, "#e6a23c", "validation loss");
        Legend(svg, 2, "#1f77b4", "validation Dice");

        for (int i = 0; i <= 5; i++)
        {
            double y = Y(i / 5.0);
            svg.Append(CultureInfo.InvariantCulture, $"<line x1='{Left}' x2='{Width - Right}' y1='{y:f1}' y2='{y:f1}' stroke='#ddd'/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x='{Left - 8}' y='{y + 4:f1}' text-anchor='end'>{top * i / 5:f2}</text>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x='{Width - Right + 8}' y='{y + 4:f1}' fill='#1f77b4'>{i / 5.0:f1}</text>\n");
        }

        int tick = Math.Max(1, (last + 9) / 10);
        for (int epoch = tick; epoch <= last; epoch += tick)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x='{X(epoch, last):f1}' y='{Height - Bottom + 18}' text-anchor='middle'>{epoch}</text>");
        }

        svg.Append(CultureInfo.InvariantCulture, $"\n<text x='{(Left + Width - Right) / 2}' y='{Height - 8}' text-anchor='middle'>epoch</text>\n");
        StageMarks(svg, history, last);
        Curve(svg, history, last, "#c0504d", r => r.Loss / top);
        Curve(svg, history, last, "#e6a23c", r => r.ValidationLoss / top);
        Curve(svg, history, last, "#1f77b4", r => r.ValidationDice);
        return svg.Append("</svg>\n").ToString();
    }

    private static double X(int epoch, int last) => Left + ((Width - Left - Right) * (epoch - 1.0) / (last - 1));

    private static double Y(double share) => Height - Bottom - ((Height - Top - Bottom) * share);

    private static void Legend(StringBuilder svg, int place, string color, string text)
    {
        int x = 340 + (place * 150);
        svg.Append(CultureInfo.InvariantCulture, $"<line x1='{x}' x2='{x + 22}' y1='16' y2='16' stroke='{color}' stroke-width='2'/><text x='{x + 28}' y='20'>{text}</text>\n");
    }

    /// <summary>A dashed line where the resolution rises.</summary>
    private static void StageMarks(StringBuilder svg, IReadOnlyList<EpochRecord> history, int last)
    {
        for (int i = 0; i < history.Count; i++)
        {
            if (i == 0 || history[i].Size != history[i - 1].Size)
            {
                double x = X(history[i].Epoch, last);
                svg.Append(CultureInfo.InvariantCulture, $"<line x1='{x:f1}' x2='{x:f1}' y1='{Top}' y2='{Height - Bottom}' stroke='#999' stroke-dasharray='3 4'/>");
                svg.Append(CultureInfo.InvariantCulture, $"<text x='{x + 4:f1}' y='{Top - 6}' fill='#666'>{history[i].Size} px</text>\n");
            }
        }
    }

    private static void Curve(StringBuilder svg, IReadOnlyList<EpochRecord> history, int last, string color, Func<EpochRecord, double> share)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<polyline fill='none' stroke='{color}' stroke-width='1.8' points='");
        foreach (EpochRecord record in history)
        {
            svg.Append(CultureInfo.InvariantCulture, $"{X(record.Epoch, last):f1},{Y(Math.Clamp(share(record), 0, 1)):f1} ");
        }

        svg.Append("'/>\n");
    }
}
