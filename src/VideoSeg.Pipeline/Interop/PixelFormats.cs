using System.Collections.Concurrent;
using System.Collections.Immutable;
using VideoSeg.Model.Inputs;

namespace VideoSeg.Pipeline.Interop;

/// <summary>FFmpeg's numbers of pixel formats to and from <see cref="PixelFormat"/>; one object for each format, so that <c>==</c> compares.</summary>
internal static unsafe class PixelFormats
{
    private static readonly ConcurrentDictionary<int, PixelFormat> s_byId = new();
    private static readonly ConcurrentDictionary<string, int> s_byName = new(StringComparer.Ordinal);

    private static readonly Dictionary<string, PixelFormat> s_wellKnown = new PixelFormat[]
    {
        PixelFormat.Rgb24, PixelFormat.Rgb48, PixelFormat.Gray8, PixelFormat.Gray16, PixelFormat.Yuv420P, PixelFormat.Yuv422P,
        PixelFormat.Yuv444P, PixelFormat.Yuv420P10, PixelFormat.Nv12,
    }.ToDictionary(format => format.Name, StringComparer.Ordinal);

    /// <summary>The format with FFmpeg's number <paramref name="id"/>.</summary>
    public static PixelFormat Get(int id) => s_byId.TryGetValue(id, out PixelFormat? format) ? format : s_byId.GetOrAdd(id, WellKnownOrDescribed);

    /// <summary>FFmpeg's number of <paramref name="format"/>.</summary>
    public static int IdOf(PixelFormat format) => s_byName.TryGetValue(format.Name, out int id) ? id : Find(format.Name);

    /// <summary>FFmpeg's number of the format with <paramref name="name"/>.</summary>
    /// <exception cref="Model.VideoSegException">There is none.</exception>
    public static int Find(string name)
    {
        MediaLibrary.EnsureLoaded();
        int id;
        AvError.Check(AvNative.PixelFormatFind(name, &id));
        return s_byName.GetOrAdd(name, id);
    }

    /// <summary>FFmpeg's name of a format, whether its samples are plain or not.</summary>
    public static string NameOf(int id)
    {
        NativePixelFormat native = Native(id);
        return Utf8.Read(native.Name, 32);
    }

    /// <summary>The format as FFmpeg describes it.</summary>
    public static PixelFormat Describe(int id)
    {
        NativePixelFormat native = Native(id);
        string name = Utf8.Read(native.Name, 32);
        if (native.Readable == 0)
        {
            throw new ArgumentException($"the samples of {name} are not plain bytes or little-endian words", nameof(id));
        }

        ImmutableArray<PixelComponent> components = native.Components == 1
            ? [Component(native.Component0)]
            : [Component(native.Component0), Component(native.Component1), Component(native.Component2)];
        return new PixelFormat(name, (ColorModel)native.Model, native.ChromaShiftX, native.ChromaShiftY, components);
    }

    private static PixelFormat WellKnownOrDescribed(int id) => s_wellKnown.GetValueOrDefault(NameOf(id)) ?? Describe(id);

    private static NativePixelFormat Native(int id)
    {
        MediaLibrary.EnsureLoaded();
        NativePixelFormat native;
        AvError.Check(AvNative.PixelFormatDescribe(id, &native));
        return native;
    }

    private static PixelComponent Component(NativeComponent component) =>
        new(component.Plane, component.StepBytes, component.OffsetBytes, component.ShiftBits, component.DepthBits);
}
