using System.Runtime.InteropServices;

namespace VideoSeg.Pipeline.Interop;

/// <summary>A handle of libvideoseg_av; each kind frees itself with its own function.</summary>
internal abstract class AvHandle : SafeHandle
{
    private protected AvHandle()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;
}

/// <summary>vsa_interrupt.</summary>
internal sealed class InterruptHandle : AvHandle
{
    protected override bool ReleaseHandle() => AvNative.InterruptFree(handle) == AvStatus.Ok;
}

/// <summary>vsa_pool.</summary>
internal sealed class PoolHandle : AvHandle
{
    protected override bool ReleaseHandle() => AvNative.PoolFree(handle) == AvStatus.Ok;
}

/// <summary>vsa_frame.</summary>
internal sealed class FrameHandle : AvHandle
{
    protected override bool ReleaseHandle() => AvNative.FrameFree(handle) == AvStatus.Ok;
}

/// <summary>vsa_packet.</summary>
internal sealed class PacketHandle : AvHandle
{
    protected override bool ReleaseHandle() => AvNative.PacketFree(handle) == AvStatus.Ok;
}

/// <summary>vsa_converter.</summary>
internal sealed class ConverterHandle : AvHandle
{
    protected override bool ReleaseHandle() => AvNative.ConverterFree(handle) == AvStatus.Ok;
}

/// <summary>vsa_reader.</summary>
internal sealed class ReaderHandle : AvHandle
{
    protected override bool ReleaseHandle() => AvNative.ReaderFree(handle) == AvStatus.Ok;
}

/// <summary>vsa_encoder.</summary>
internal sealed class EncoderHandle : AvHandle
{
    protected override bool ReleaseHandle() => AvNative.EncoderFree(handle) == AvStatus.Ok;
}

/// <summary>vsa_writer.</summary>
internal sealed class WriterHandle : AvHandle
{
    protected override bool ReleaseHandle() => AvNative.WriterFree(handle) == AvStatus.Ok;
}
