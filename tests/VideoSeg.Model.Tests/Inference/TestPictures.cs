using System.Runtime.InteropServices;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;

namespace VideoSeg.Model.Tests.Inference;

/// <summary>Pictures of random pixels that stay where they are until disposed.</summary>
internal sealed unsafe class TestPictures : IDisposable
{
    private readonly List<GCHandle> _pins = [];

    public TestPictures(params (int Width, int Height)[] sizes)
    {
        var random = new Random(9);
        Planes = Array.ConvertAll(sizes, size =>
        {
            var picture = new Picture(size.Width, size.Height, PixelFormat.Rgb24);
            random.NextBytes(picture.Data);
            GCHandle pin = GCHandle.Alloc(picture.Data, GCHandleType.Pinned);
            _pins.Add(pin);
            return picture.AsPlanes((byte*)pin.AddrOfPinnedObject());
        });
    }

    public ImagePlanes[] Planes { get; }

    public void Dispose() => _pins.ForEach(pin => pin.Free());
}
