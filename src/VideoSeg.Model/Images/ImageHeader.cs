using System.Runtime.InteropServices;

namespace VideoSeg.Model.Images;

/// <summary>What the header of an encoded picture says: <c>vsi_info</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct ImageHeader
{
    /// <summary>The file format.</summary>
    public readonly ImageContainer Container;

    /// <summary>Width as stored, before orientation.</summary>
    public readonly int Width;

    /// <summary>Height as stored, before orientation.</summary>
    public readonly int Height;

    /// <summary>1 (gray) or 3 (R, G, B).</summary>
    public readonly int Channels;

    /// <summary>8 or 16.</summary>
    public readonly int Bits;

    /// <summary>1 to 8, as in TIFF and EXIF.</summary>
    public readonly int Orientation;
}
