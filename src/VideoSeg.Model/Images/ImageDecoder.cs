using VideoSeg.Model.Inputs;

namespace VideoSeg.Model.Images;

/// <summary>Encoded bytes to pictures.</summary>
internal static unsafe class ImageDecoder
{
    /// <summary>Reads the header. <paramref name="flags"/>: those of <c>vsi_probe</c>.</summary>
    public static ImageHeader Probe(ReadOnlySpan<byte> data, string name, int flags)
    {
        ImageLibrary.EnsureLoaded();
        fixed (byte* bytes = data)
        {
            byte nothing = 0;
            ImageLibrary.Check(ImageNative.vsi_probe(bytes is null ? &nothing : bytes, data.Length, flags, out ImageHeader header), FaultKind.Input, name);
            return header;
        }
    }

    /// <summary>Decodes and turns the picture upright.</summary>
    public static (Picture Picture, ImageHeader Header) Decode(ReadOnlySpan<byte> data, string name, int flags = 0)
    {
        ImageHeader header = Probe(data, name, flags);
        PixelFormat format = FormatOf(header);
        int step = format.Components[0].StepBytes;
        long size = (long)header.Width * header.Height * step;
        if (size > Array.MaxLength)
        {
            throw new VideoSegException(FaultKind.Input,
                $"{name}: {header.Width} x {header.Height} pixels of {step} bytes are more than this program holds in one picture; make it smaller");
        }

        byte[] pixels = GC.AllocateUninitializedArray<byte>((int)size);
        fixed (byte* bytes = data)
        fixed (byte* target = pixels)
        {
            long stride = (long)header.Width * step;
            ImageLibrary.Check(ImageNative.vsi_decode(bytes, data.Length, flags, target, stride, size), FaultKind.Input, name);
        }

        return (ImageOrientation.Apply(new Picture(header.Width, header.Height, format, pixels), header.Orientation), header);
    }

    private static PixelFormat FormatOf(ImageHeader header) => (header.Channels, header.Bits) switch
    {
        (1, 8) => PixelFormat.Gray8,
        (3, 8) => PixelFormat.Rgb24,
        (1, 16) => PixelFormat.Gray16,
        (3, 16) => PixelFormat.Rgb48,
        _ => throw new InvalidOperationException($"{header.Channels} channels of {header.Bits} bits"),
    };
}
