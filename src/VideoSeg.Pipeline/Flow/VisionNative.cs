using System.Runtime.InteropServices;

namespace VideoSeg.Pipeline.Flow;

/// <summary>The functions of native/vision/include/videoseg_vision.h, one to one; that header is their documentation.</summary>
internal static unsafe partial class VisionNative
{
    public const int AbiVersion = 1;

    private const string Library = "videoseg_vision";

    [LibraryImport(Library, EntryPoint = "vsv_abi_version")]
    public static partial int GetAbiVersion(int* version);

    [LibraryImport(Library, EntryPoint = "vsv_last_error")]
    public static partial int LastError(byte* buffer, int capacity);

    [LibraryImport(Library, EntryPoint = "vsv_library_version")]
    public static partial int LibraryVersion(byte* buffer, int capacity);

    [LibraryImport(Library, EntryPoint = "vsv_live_count")]
    public static partial int LiveCount(long* flows);

    [LibraryImport(Library, EntryPoint = "vsv_flow_create")]
    public static partial int FlowCreate(int width, int height, out FlowHandle flow);

    [LibraryImport(Library, EntryPoint = "vsv_flow_free")]
    public static partial int FlowFree(nint flow);

    [LibraryImport(Library, EntryPoint = "vsv_flow_compute")]
    public static partial int FlowCompute(FlowHandle flow, byte* from, byte* to, float* displacement);
}
