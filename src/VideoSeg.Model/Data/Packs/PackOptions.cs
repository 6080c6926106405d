using System.ComponentModel.DataAnnotations;

namespace VideoSeg.Model.Data.Packs;

/// <summary>How a data set is packed.</summary>
public sealed record PackOptions
{
    /// <summary>Width and height in pixels, 32 to 2048. Default 352.</summary>
    [Range(32, 2048)]
    public int Size { get; init; } = 352;

    /// <summary>How many classes besides the background the masks hold, 1 to 31; of one, anything but background is it. Default 1.</summary>
    [Range(1, 31)]
    public int Kinds { get; init; } = 1;

    /// <summary>JPEG quality of the pictures, 1 to 100; 0 for PNG, which loses nothing. Default 85.</summary>
    [Range(0, 100)]
    public int Quality { get; init; } = 85;
}
