using System.Collections.Immutable;

namespace VideoSeg.Pipeline.Live.Sources;

/// <summary>How a source is opened, after its policy has been asked.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Format">FFmpeg's format; null where it is found out.</param>
/// <param name="Options">FFmpeg's options.</param>
/// <param name="Permit">Whether an address that the source names may be opened.</param>
internal sealed record SourcePlan(SourceUrl Address, string? Format, ImmutableDictionary<string, string> Options, Func<string, bool> Permit)
{
    /// <summary>Whether it is a recording that can end and begin anew; null where only opening it tells.</summary>
    public bool? IsRecording => Address.Scheme switch
    {
        "file" when Format == "sdp" => false,
        "file" or "lavfi" => true,
        "http" or "https" => null,
        _ => false,
    };
}
