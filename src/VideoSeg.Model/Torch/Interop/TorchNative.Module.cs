using System.Runtime.InteropServices;

namespace VideoSeg.Model.Torch.Interop;

internal static partial class TorchNative
{
    [LibraryImport(Library, EntryPoint = "vst_module_live_count")]
    internal static partial int GetModuleLiveCount(out long count);

    [LibraryImport(Library, EntryPoint = "vst_module_load", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int LoadModule(string path, int deviceKind, int deviceIndex, out ScriptModuleHandle module);

    [LibraryImport(Library, EntryPoint = "vst_module_free")]
    internal static partial int FreeModule(nint module);

    [LibraryImport(Library, EntryPoint = "vst_module_forward")]
    internal static partial int Forward(ScriptModuleHandle module, TensorHandle input, out ScriptValueHandle value);

    [LibraryImport(Library, EntryPoint = "vst_value_free")]
    internal static partial int FreeValue(nint value);

    [LibraryImport(Library, EntryPoint = "vst_value_kind")]
    internal static partial int GetValueKind(ScriptValueHandle value, out int kind, out long count);

    [LibraryImport(Library, EntryPoint = "vst_value_type")]
    internal static unsafe partial int GetValueType(ScriptValueHandle value, byte* buffer, int capacity);

    [LibraryImport(Library, EntryPoint = "vst_value_tensor")]
    internal static partial int GetValueTensor(ScriptValueHandle value, out TensorHandle tensor);

    [LibraryImport(Library, EntryPoint = "vst_value_at")]
    internal static partial int GetValueAt(ScriptValueHandle value, long index, out ScriptValueHandle element);

    [LibraryImport(Library, EntryPoint = "vst_value_get", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int GetValueEntry(ScriptValueHandle value, string key, out ScriptValueHandle entry);
}
