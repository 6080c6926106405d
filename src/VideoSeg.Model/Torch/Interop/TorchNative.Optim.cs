using System.Runtime.InteropServices;

namespace VideoSeg.Model.Torch.Interop;

internal static partial class TorchNative
{
    [LibraryImport(Library, EntryPoint = "vst_adamw_")]
    internal static partial int AdamW_(
        ReadOnlySpan<nint> parameters, ReadOnlySpan<nint> first, ReadOnlySpan<nint> second, int count, long step, double learningRate,
        double beta1, double beta2, double epsilon, double weightDecay);

    [LibraryImport(Library, EntryPoint = "vst_sgd_")]
    internal static partial int Sgd_(
        ReadOnlySpan<nint> parameters, ReadOnlySpan<nint> velocity, int count, double learningRate, double momentum, double weightDecay,
        int nesterov);

    [LibraryImport(Library, EntryPoint = "vst_clip_grad_norm_")]
    internal static partial int ClipGradNorm_(ReadOnlySpan<nint> parameters, int count, double maximum, out TensorHandle norm);

    [LibraryImport(Library, EntryPoint = "vst_ema_")]
    internal static partial int Ema_(ReadOnlySpan<nint> averages, ReadOnlySpan<nint> values, int count, double decay);

    [LibraryImport(Library, EntryPoint = "vst_zero_grad_")]
    internal static partial int ZeroGrad_(ReadOnlySpan<nint> parameters, int count);
}
