using System.Runtime.CompilerServices;
using VideoSeg.Model.Native;

namespace VideoSeg.Pipeline.Interop;

internal static class NativeRegistration
{
#pragma warning disable CA2255 // A resolver must stand before the first import of the assembly is used.
    [ModuleInitializer]
    internal static void Register() => NativeLibraries.Register(typeof(NativeRegistration).Assembly);
#pragma warning restore CA2255
}
