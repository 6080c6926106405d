using System.Runtime.InteropServices;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;

namespace VideoSeg.Model.Tests.Inference.Cuda;

/// <summary>A small picture of one gray that stays where it is until disposed.</summary>
internal sealed unsafe class PlainPicture : IDisposable
{
    private readonly GCHandle _pin;

    public PlainPicture(byte gray)
    {
        var picture = new Picture(8, 8, PixelFormat.Rgb24);
        Array.Fill(picture.Data, gray);
        _pin = GCHandle.Alloc(picture.Data, GCHandleType.Pinned);
        Planes = picture.AsPlanes((byte*)_pin.AddrOfPinnedObject());
    }

    public ImagePlanes Planes { get; }

    public void Dispose() => _pin.Free();
}
