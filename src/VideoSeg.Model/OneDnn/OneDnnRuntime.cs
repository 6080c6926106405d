using System.Runtime.InteropServices;
using System.Text;
using VideoSeg.Model.OneDnn.Interop;

namespace VideoSeg.Model.OneDnn;

/// <summary>The library behind the CPU engine: oneDNN through libvideoseg_onednn.so, loaded at the first use.</summary>
public static unsafe class OneDnnRuntime
{
    private const int Capacity = 512;
    private const int InvalidArgument = 1;
    private static volatile bool s_isChecked;

    /// <summary>Name and version of what is behind it: <c>oneDNN 2.6.3</c>.</summary>
    public static string Version
    {
        get
        {
            EnsureLoaded();
            byte* buffer = stackalloc byte[Capacity];
            Check(OneDnnNative.LibraryVersion(buffer, Capacity));
            return Text(buffer);
        }
    }

    /// <summary>The vector instructions that are used: <c>avx512_core_bf16</c>. The environment variable <c>ONEDNN_MAX_CPU_ISA</c> lowers them.</summary>
    public static string InstructionSet
    {
        get
        {
            EnsureLoaded();
            byte* buffer = stackalloc byte[Capacity];
            Check(OneDnnNative.InstructionSet(buffer, Capacity));
            return Text(buffer);
        }
    }

    /// <summary>Programs alive now; for tests and audits.</summary>
    public static long LivePrograms
    {
        get
        {
            EnsureLoaded();
            long count;
            Check(OneDnnNative.LiveCount(&count));
            return count;
        }
    }

    /// <summary>Bytes of weights alive now that were transformed for <see cref="OneDnnProgram.WinogradConvolutions"/>; for tests and audits.</summary>
    internal static long WinogradBytes
    {
        get
        {
            EnsureLoaded();
            long bytes;
            Check(OneDnnNative.WinogradBytes(&bytes));
            return bytes;
        }
    }

    /// <summary>Loads the library and checks that it fits.</summary>
    /// <exception cref="VideoSegException">It is not there, does not load, or is of another build (<see cref="FaultKind.Engine"/>).</exception>
    internal static void EnsureLoaded()
    {
        if (s_isChecked)
        {
            return;
        }

        int version;
        Check(OneDnnNative.GetAbiVersion(&version));
        if (version != OneDnnNative.AbiVersion)
        {
            throw new VideoSegException(FaultKind.Engine,
                $"expected libvideoseg_onednn.so with ABI version {OneDnnNative.AbiVersion}, found {version}: it is of another build; build it again with ./videoseg --build");
        }

        s_isChecked = true;
    }

    /// <summary>Throws unless <paramref name="status"/> is OK: bugs as they are, everything else as the fault of an engine.</summary>
    internal static void Check(int status)
    {
        if (status != 0)
        {
            byte* buffer = stackalloc byte[Capacity];
            _ = OneDnnNative.LastError(buffer, Capacity);
            string message = $"oneDNN: {Text(buffer)}";
            throw status == InvalidArgument ? new InvalidOperationException(message) : new VideoSegException(FaultKind.Engine, message);
        }
    }

    /// <summary>The zero-terminated text of a native call.</summary>
    internal static string Text(byte* buffer) => Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(buffer));
}
