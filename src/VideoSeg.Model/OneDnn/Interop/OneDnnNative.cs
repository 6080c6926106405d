using System.Runtime.InteropServices;

namespace VideoSeg.Model.OneDnn.Interop;

/// <summary>The functions of native/onednn/include/videoseg_onednn.h, one to one; that header is their documentation.</summary>
internal static unsafe partial class OneDnnNative
{
    public const int AbiVersion = 4;

    private const string Library = "videoseg_onednn";

    [LibraryImport(Library, EntryPoint = "vsd_abi_version")]
    public static partial int GetAbiVersion(int* version);

    [LibraryImport(Library, EntryPoint = "vsd_last_error")]
    public static partial int LastError(byte* buffer, int capacity);

    [LibraryImport(Library, EntryPoint = "vsd_library_version")]
    public static partial int LibraryVersion(byte* buffer, int capacity);

    [LibraryImport(Library, EntryPoint = "vsd_instruction_set")]
    public static partial int InstructionSet(byte* buffer, int capacity);

    [LibraryImport(Library, EntryPoint = "vsd_live_count")]
    public static partial int LiveCount(long* programs);

    [LibraryImport(Library, EntryPoint = "vsd_program_create")]
    public static partial int ProgramCreate(int threads, out ProgramHandle program);

    [LibraryImport(Library, EntryPoint = "vsd_program_free")]
    public static partial int ProgramFree(nint program);

    [LibraryImport(Library, EntryPoint = "vsd_program_share")]
    public static partial int Share(ProgramHandle program, ProgramHandle other);

    [LibraryImport(Library, EntryPoint = "vsd_program_winograd_count")]
    public static partial int WinogradCount(ProgramHandle program, long* count);

    [LibraryImport(Library, EntryPoint = "vsd_winograd_bytes")]
    public static partial int WinogradBytes(long* bytes);

    [LibraryImport(Library, EntryPoint = "vsd_program_reserve")]
    public static partial int Reserve(ProgramHandle program, long arenaBytes);

    [LibraryImport(Library, EntryPoint = "vsd_program_add_input")]
    public static partial int AddInput(ProgramHandle program, in NativeTensor tensor, float scale);

    [LibraryImport(Library, EntryPoint = "vsd_program_add_convolution")]
    public static partial int AddConvolution(ProgramHandle program, in NativeConvolution convolution, void* weights, float* bias, float* scales);

    [LibraryImport(Library, EntryPoint = "vsd_program_add_pass")]
    public static partial int AddPass(
        ProgramHandle program, int height, int width, int channels, NativeInstruction* instructions, int count, float* constants, long constantCount);

    [LibraryImport(Library, EntryPoint = "vsd_program_add_dense")]
    public static partial int AddDense(
        ProgramHandle program, long source, int inputs, long destination, int outputs, float* weights, float* bias, int activation);

    [LibraryImport(Library, EntryPoint = "vsd_program_add_projection")]
    public static partial int AddProjection(
        ProgramHandle program, in NativeTensor source, int outputs, long destination, int taps, int* dy, int* dx, float* weights, float* bias);

    [LibraryImport(Library, EntryPoint = "vsd_program_add_planes")]
    public static partial int AddPlanes(ProgramHandle program, in NativeTensor tensor, long destination);

    [LibraryImport(Library, EntryPoint = "vsd_program_reference_count")]
    public static partial int ReferenceCount(ProgramHandle program, long* count);

    [LibraryImport(Library, EntryPoint = "vsd_program_run")]
    public static partial int Run(ProgramHandle program, float* picture, long offset, long count, float* result);

    [LibraryImport(Library, EntryPoint = "vsd_program_read")]
    public static partial int Read(ProgramHandle program, in NativeTensor tensor, float* values);
}
