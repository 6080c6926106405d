using System.Runtime.InteropServices;

namespace VideoSeg.Pipeline.Interop;

/// <summary>vsa_permit that asks a delegate. To be disposed after the reader it was given to.</summary>
internal sealed unsafe class PermitCallback : IDisposable
{
    private GCHandle _self;

    public PermitCallback(Func<string, bool>? permit)
    {
        if (permit is not null)
        {
            _self = GCHandle.Alloc(permit);
        }
    }

    /// <summary>Null where everything is allowed.</summary>
    public delegate* unmanaged<nint, byte*, int> Function => _self.IsAllocated ? &Ask : null;

    public nint Context => _self.IsAllocated ? GCHandle.ToIntPtr(_self) : 0;

    public void Dispose()
    {
        if (_self.IsAllocated)
        {
            _self.Free();
        }
    }

    [UnmanagedCallersOnly]
    private static int Ask(nint context, byte* url)
    {
        try
        {
            string text = Marshal.PtrToStringUTF8((nint)url) ?? "";
            return ((Func<string, bool>)GCHandle.FromIntPtr(context).Target!)(text) ? 1 : 0;
        }
#pragma warning disable CA1031 // No exception may pass through native frames; what cannot be judged is refused.
        catch (Exception)
#pragma warning restore CA1031
        {
            return 0;
        }
    }
}
