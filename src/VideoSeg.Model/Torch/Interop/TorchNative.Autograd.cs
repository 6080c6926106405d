using System.Runtime.InteropServices;

namespace VideoSeg.Model.Torch.Interop;

internal static partial class TorchNative
{
    [LibraryImport(Library, EntryPoint = "vst_requires_grad")]
    internal static partial int RequiresGrad(TensorHandle tensor, out int requiresGrad);

    [LibraryImport(Library, EntryPoint = "vst_set_requires_grad")]
    internal static partial int SetRequiresGrad(TensorHandle tensor, int requiresGrad);

    [LibraryImport(Library, EntryPoint = "vst_grad")]
    internal static partial int Grad(TensorHandle tensor, out TensorHandle result);

    [LibraryImport(Library, EntryPoint = "vst_set_grad")]
    internal static partial int SetGrad(TensorHandle tensor, TensorHandle gradient);

    [LibraryImport(Library, EntryPoint = "vst_backward")]
    internal static partial int Backward(TensorHandle tensor, TensorHandle gradient);

    [LibraryImport(Library, EntryPoint = "vst_set_grad_mode")]
    internal static partial int SetGradMode(int enabled, out int previous);

    [LibraryImport(Library, EntryPoint = "vst_inference_mode_enter")]
    internal static partial int EnterInferenceMode(out nint guard);

    [LibraryImport(Library, EntryPoint = "vst_inference_mode_exit")]
    internal static partial int ExitInferenceMode(nint guard);
}
