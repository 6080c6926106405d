using System.Globalization;
using System.Text.Json.Nodes;

namespace VideoSeg.Bench.Live.Pixels;

/// <summary>How the pictures that went out differ from those that came in.</summary>
/// <param name="Sent">Frames sent by the feed.</param>
/// <param name="Frames">Frames that were compared with the source's of the same number.</param>
/// <param name="Samples">Samples compared, of all planes: those of pixels that were not drawn on.</param>
/// <param name="Different">Of these, those that differ. 0 is the target.</param>
/// <param name="Drawn">Samples of pixels that were drawn on; not compared.</param>
/// <param name="Changed">Of these, those that differ: that something was drawn at all.</param>
internal sealed record PixelResult(int Sent, int Frames, long Samples, long Different, long Drawn, long Changed)
{
    /// <summary>Whether all is as it should be: frames were compared, something was drawn, and nothing else differs.</summary>
    public bool IsIntact => Frames > 0 && Changed > 0 && Different == 0;

    /// <summary>Lines for people.</summary>
    public string ToText() => string.Create(CultureInfo.InvariantCulture,
        $"  {Frames} of {Sent} frames compared: {Samples:N0} samples outside the marks, {Different:N0} of them different; {Drawn:N0} samples drawn on, {Changed:N0} of them changed");

    /// <summary>The same for programs.</summary>
    public JsonObject ToJson() => new()
    {
        ["frames_sent"] = Sent,
        ["frames_compared"] = Frames,
        ["samples_outside_marks"] = Samples,
        ["samples_different"] = Different,
        ["samples_drawn_on"] = Drawn,
        ["samples_changed"] = Changed,
    };
}
