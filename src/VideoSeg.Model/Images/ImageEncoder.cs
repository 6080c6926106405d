using VideoSeg.Model.Inputs;

namespace VideoSeg.Model.Images;

/// <summary>Pictures to encoded bytes.</summary>
internal static unsafe class ImageEncoder
{
    /// <summary>Encodes; the caller disposes the result. <paramref name="name"/> stands in messages.</summary>
    public static ImageBlobHandle Encode(Picture picture, ImageContainer container, ImageEncoding encoding, string name)
    {
        PixelFormat format = picture.Format;
        if (format.Model == ColorModel.Yuv)
        {
            throw new ArgumentException($"{name}: a picture file holds gray or RGB, not {format.Name}", nameof(picture));
        }

        int channels = format.Components.Length;
        int bits = format.Components[0].DepthBits;
        if (container == ImageContainer.Jpeg && bits > 8)
        {
            throw new VideoSegException(FaultKind.Output, $"{name}: a JPEG holds 8 bits a sample, the picture has {bits}; write PNG or TIFF");
        }

        ImageLibrary.EnsureLoaded();
        ImageBlobHandle blob;
        fixed (byte* pixels = picture.Data)
        {
            int status = container switch
            {
                ImageContainer.Jpeg => ImageNative.vsi_encode_jpeg(pixels, picture.StrideBytes, picture.Width, picture.Height, channels,
                    encoding.JpegQuality, (int)encoding.JpegSubsampling, out blob),
                ImageContainer.Png => ImageNative.vsi_encode_png(pixels, picture.StrideBytes, picture.Width, picture.Height, channels, bits,
                    encoding.PngLevel, out blob),
                ImageContainer.Tiff => ImageNative.vsi_encode_tiff(pixels, picture.StrideBytes, picture.Width, picture.Height, channels, bits, out blob),
                _ => throw new ArgumentOutOfRangeException(nameof(container), container, "unknown container"),
            };
            ImageLibrary.Check(status, FaultKind.Output, name);
        }

        return blob;
    }
}
