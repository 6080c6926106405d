using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using VideoSeg.Model.Evaluation;

namespace VideoSeg.Pipeline.Output.Report;

/// <summary>
/// Builds a page. What is filled into the holes of <see cref="Add"/> is escaped, so that no name or note can be taken for markup; numbers are
/// written in the invariant culture, and what is none as a dash.
/// </summary>
internal sealed class HtmlWriter : IFormatProvider, ICustomFormatter
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _text = new();

    /// <summary>Appends markup with values.</summary>
    public HtmlWriter Add(FormattableString markup)
    {
        _text.AppendFormat(this, markup.Format, markup.GetArguments()).Append('\n');
        return this;
    }

    /// <summary>Appends what is safe by its nature: this program's own constants, base64.</summary>
    public HtmlWriter AddRaw(string markup)
    {
        _text.Append(markup);
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    object? IFormatProvider.GetFormat(Type? formatType) => formatType == typeof(ICustomFormatter) ? this : null;

    string ICustomFormatter.Format(string? format, object? arg, IFormatProvider? formatProvider) =>
        Encoder.Encode(ScoreText.Value(format, arg));
}
