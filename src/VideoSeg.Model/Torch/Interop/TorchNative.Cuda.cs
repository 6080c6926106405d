using System.Runtime.InteropServices;

namespace VideoSeg.Model.Torch.Interop;

internal static partial class TorchNative
{
    [LibraryImport(Library, EntryPoint = "vst_cuda_is_built")]
    internal static partial int CudaIsBuilt(out int built);

    [LibraryImport(Library, EntryPoint = "vst_cuda_device_count")]
    internal static partial int CudaDeviceCount(out int count);

    [LibraryImport(Library, EntryPoint = "vst_cuda_device_name")]
    internal static unsafe partial int CudaDeviceName(int device, byte* buffer, int capacity);

    [LibraryImport(Library, EntryPoint = "vst_cuda_versions")]
    internal static partial int CudaVersions(out int driver, out int runtime);

    [LibraryImport(Library, EntryPoint = "vst_cuda_memory")]
    internal static partial int CudaMemory(int device, out long freeBytes, out long totalBytes, out long allocatedBytes, out long reservedBytes);

    [LibraryImport(Library, EntryPoint = "vst_cuda_empty_cache")]
    internal static partial int CudaEmptyCache();

    [LibraryImport(Library, EntryPoint = "vst_cuda_synchronize")]
    internal static partial int CudaSynchronize(int device);

    [LibraryImport(Library, EntryPoint = "vst_cuda_set_cudnn_benchmark")]
    internal static partial int SetCudnnBenchmark(int enabled);

    [LibraryImport(Library, EntryPoint = "vst_cuda_allow_tf32")]
    internal static partial int AllowTf32(int allowed);

    [LibraryImport(Library, EntryPoint = "vst_cuda_stream_create")]
    internal static partial int CreateStream(int device, int highPriority, out CudaStreamHandle stream);

    [LibraryImport(Library, EntryPoint = "vst_cuda_stream_current")]
    internal static partial int CurrentStream(int device, out CudaStreamHandle stream);

    [LibraryImport(Library, EntryPoint = "vst_cuda_stream_free")]
    internal static partial int FreeStream(nint stream);

    [LibraryImport(Library, EntryPoint = "vst_cuda_stream_set_current")]
    internal static partial int SetCurrentStream(CudaStreamHandle stream);

    [LibraryImport(Library, EntryPoint = "vst_cuda_stream_synchronize")]
    internal static partial int SynchronizeStream(CudaStreamHandle stream);

    [LibraryImport(Library, EntryPoint = "vst_cuda_stream_query")]
    internal static partial int QueryStream(CudaStreamHandle stream, out int done);

    [LibraryImport(Library, EntryPoint = "vst_cuda_stream_pointer")]
    internal static partial int StreamPointer(CudaStreamHandle stream, out nint pointer);

    [LibraryImport(Library, EntryPoint = "vst_cuda_record_stream")]
    internal static partial int RecordStream(TensorHandle tensor, CudaStreamHandle stream);

    [LibraryImport(Library, EntryPoint = "vst_cuda_event_create")]
    internal static partial int CreateEvent(int device, int timing, int blocking, out CudaEventHandle handle);

    [LibraryImport(Library, EntryPoint = "vst_cuda_event_free")]
    internal static partial int FreeEvent(nint handle);

    [LibraryImport(Library, EntryPoint = "vst_cuda_event_record")]
    internal static partial int RecordEvent(CudaEventHandle handle, CudaStreamHandle stream);

    [LibraryImport(Library, EntryPoint = "vst_cuda_event_wait")]
    internal static partial int WaitEvent(CudaEventHandle handle, CudaStreamHandle stream);

    [LibraryImport(Library, EntryPoint = "vst_cuda_event_synchronize")]
    internal static partial int SynchronizeEvent(CudaEventHandle handle);

    [LibraryImport(Library, EntryPoint = "vst_cuda_event_query")]
    internal static partial int QueryEvent(CudaEventHandle handle, out int done);

    [LibraryImport(Library, EntryPoint = "vst_cuda_event_elapsed")]
    internal static partial int ElapsedBetween(CudaEventHandle start, CudaEventHandle end, out float milliseconds);

    [LibraryImport(Library, EntryPoint = "vst_cuda_graph_create")]
    internal static partial int CreateGraph(int device, out CudaGraphHandle graph);

    [LibraryImport(Library, EntryPoint = "vst_cuda_graph_free")]
    internal static partial int FreeGraph(nint graph);

    [LibraryImport(Library, EntryPoint = "vst_cuda_graph_begin")]
    internal static partial int BeginGraph(CudaGraphHandle graph, CudaGraphHandle shares);

    [LibraryImport(Library, EntryPoint = "vst_cuda_graph_end")]
    internal static partial int EndGraph(CudaGraphHandle graph);

    [LibraryImport(Library, EntryPoint = "vst_cuda_graph_replay")]
    internal static partial int ReplayGraph(CudaGraphHandle graph);
}
