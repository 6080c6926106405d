using System.Runtime.Intrinsics.X86;

namespace VideoSeg.Model.Torch;

/// <summary>The order in memory in which a network's activations and kernels are kept: what libtorch's convolutions are fastest with.</summary>
/// <remarks>
/// Channels-last on GPUs and on processors, but for those with AVX2 and no AVX-512: there oneDNN 2.6 has gradients of kernels for channels-last
/// that are five times slower than those of its own blocked order, into which it brings planes by itself: all convolutions of a training step of
/// ResUNet++ at 256 x 256 took 2.6 times as long (docs/training.md).
/// </remarks>
internal static class NetworkLayout
{
    /// <summary>The order for networks on <paramref name="device"/>.</summary>
    public static MemoryFormat For(Device device) =>
        device.Kind == DeviceKind.Cpu && Avx2.IsSupported && !Avx512F.IsSupported ? MemoryFormat.Contiguous : MemoryFormat.ChannelsLast;
}
