using System.Runtime.InteropServices;

namespace VideoSeg.Model.Images;

/// <summary>Encoded bytes in native memory: <c>vsi_blob</c>.</summary>
internal sealed class ImageBlobHandle : SafeHandle
{
    public ImageBlobHandle()
        : base(0, ownsHandle: true)
    {
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Blobs alive in the process, for leak tests.</summary>
    public static long LiveCount
    {
        get
        {
            ImageLibrary.Check(ImageNative.vsi_live_blobs(out long count), FaultKind.Engine, "blobs");
            return count;
        }
    }

    /// <summary>The bytes, valid until the handle is disposed.</summary>
    public unsafe ReadOnlySpan<byte> Bytes
    {
        get
        {
            ImageLibrary.Check(ImageNative.vsi_blob_data(this, out byte* data, out long size), FaultKind.Output, "encoded picture");
            return new ReadOnlySpan<byte>(data, checked((int)size));
        }
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => ImageNative.vsi_blob_free(handle) == 0;
}
