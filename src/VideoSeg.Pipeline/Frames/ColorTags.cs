using System.Runtime.InteropServices;
using VideoSeg.Model.Inputs;

namespace VideoSeg.Pipeline.Frames;

/// <summary>What a stream says of its colours, in the codes of ITU-T H.273; 2 means "unspecified". Passed through from input to output as it is.</summary>
/// <param name="Matrix">MatrixCoefficients: 0 RGB, 1 BT.709, 5 and 6 BT.601, 9 BT.2020.</param>
/// <param name="Range">0 unspecified, 1 limited, 2 full.</param>
/// <param name="Primaries">ColourPrimaries.</param>
/// <param name="Transfer">TransferCharacteristics.</param>
/// <param name="ChromaLocation">0 unspecified, 1 left, 2 centre, 3 top left, 4 top, 5 bottom left, 6 bottom.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct ColorTags(int Matrix, int Range, int Primaries, int Transfer, int ChromaLocation)
{
    /// <summary>Nothing is said.</summary>
    public static ColorTags Unspecified => new(2, 0, 2, 2, 0);

    /// <summary>High definition: BT.709 throughout, limited range, chroma sited left.</summary>
    public static ColorTags Bt709 => new(1, 1, 1, 1, 1);

    /// <summary>The matrix to compute with. Where the stream does not say: BT.709 from 720 lines or 1280 columns up, else BT.601, as players do.</summary>
    public ColorMatrix ResolveMatrix(int width, int height) => Matrix switch
    {
        1 => ColorMatrix.Bt709,
        4 => ColorMatrix.Fcc,
        5 or 6 => ColorMatrix.Bt601,
        7 => ColorMatrix.Smpte240M,
        8 => ColorMatrix.YCgCo,
        9 or 10 => ColorMatrix.Bt2020,
        _ => height >= 720 || width >= 1280 ? ColorMatrix.Bt709 : ColorMatrix.Bt601,
    };

    /// <summary>The range to compute with. Where the stream does not say: limited for YUV, full for gray; RGB is always full.</summary>
    public ColorRange ResolveRange(ColorModel model) => (model, Range) switch
    {
        (ColorModel.Rgb, _) => ColorRange.Full,
        (_, 1) => ColorRange.Limited,
        (_, 2) => ColorRange.Full,
        (ColorModel.Gray, _) => ColorRange.Full,
        _ => ColorRange.Limited,
    };
}
