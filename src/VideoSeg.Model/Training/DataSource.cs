using System.Text.Json.Serialization;

namespace VideoSeg.Model.Training;

/// <summary>A folder of pictures with masks, or a pack of them; paths are relative to the data folder given on the command line.</summary>
public sealed record DataSource
{
    /// <summary>Folder of the pictures; null where there is a pack.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Images { get; init; }

    /// <summary>Folder of the masks, of the same names; null where there is a pack.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Masks { get; init; }

    /// <summary>File of pictures and masks packed at a network's size (<see cref="Data.Packs.PackFile"/>), in place of the folders; null where there are such.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Pack { get; init; }

    /// <summary>File that lists the names to use, one a line; null for all. A path that begins with <c>./</c> or <c>../</c> is relative to the recipe's folder.</summary>
    public string? Split { get; init; }

    /// <summary>
    /// Table of the video sequences that the pictures are frames of (<see cref="Data.FrameSequence"/>), none of which is ever parted between
    /// training and hold-out; null where they are single pictures.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Sequences { get; init; }
}
