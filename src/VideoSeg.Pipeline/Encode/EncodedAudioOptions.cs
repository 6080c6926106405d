using System.ComponentModel.DataAnnotations;

namespace VideoSeg.Pipeline.Encode;

/// <summary>An audio track of the writer's own: AAC, mono.</summary>
public sealed record EncodedAudioOptions
{
    /// <summary>Hz. Default 48000.</summary>
    [Range(8000, 96000)]
    public int SampleRate { get; init; } = 48000;

    /// <summary>Bits a second. Default 64000.</summary>
    [Range(8000, 512000)]
    public int BitRate { get; init; } = 64000;
}
