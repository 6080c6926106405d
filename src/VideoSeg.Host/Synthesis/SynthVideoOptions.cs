using VideoSeg.Model.Synthesis;

namespace VideoSeg.Host.Synthesis;

/// <summary>A video to render.</summary>
internal sealed record SynthVideoOptions
{
    /// <summary>The video; its ending chooses the container.</summary>
    public required string Video { get; init; }

    /// <summary>Where its masks go: a name that ends in .mkv, .mov or .avi for a lossless gray video, else a folder; null: nowhere.</summary>
    public string? Masks { get; init; }

    /// <summary>The scene's seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Length in seconds, above 0.</summary>
    public required double Duration { get; init; }

    /// <summary>Frames a second, 1 to 120.</summary>
    public required int FrameRate { get; init; }

    /// <summary>Quality of H.264, 0 to 51.</summary>
    public required int Crf { get; init; }

    /// <summary>Whether there is a sound track.</summary>
    public required bool Audio { get; init; }

    /// <summary>Whether files that exist are replaced.</summary>
    public required bool Overwrite { get; init; }

    /// <summary>Size and quality of the frames.</summary>
    public required RenderOptions Rendering { get; init; }

    /// <summary>Number of frames, at least 1.</summary>
    public int Frames => Math.Max(1, (int)Math.Round(Duration * FrameRate));
}
