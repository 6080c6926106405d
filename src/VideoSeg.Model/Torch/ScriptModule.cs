using VideoSeg.Model.Torch.Interop;

namespace VideoSeg.Model.Torch;

/// <summary>
/// A TorchScript module: a network that brings its own code. Whoever made the file decides what runs, from loading on; only what is trusted
/// may be loaded. One thread at a time may use it.
/// </summary>
public sealed class ScriptModule : IDisposable
{
    private readonly ScriptModuleHandle _handle;

    private ScriptModule(ScriptModuleHandle handle) => _handle = handle;

    /// <summary>Number of native modules and values alive in the process, for leak checks.</summary>
    public static long LiveCount
    {
        get
        {
            TorchNative.EnsureLoaded();
            TorchNative.Check(TorchNative.GetModuleLiveCount(out long count));
            return count;
        }
    }

    /// <summary>Reads a file of <c>torch.jit.save</c> and sets the module to evaluation.</summary>
    /// <param name="path">The file.</param>
    /// <param name="device">Where its tensors go.</param>
    /// <exception cref="TorchException">libtorch cannot read it.</exception>
    public static ScriptModule Load(string path, Device device)
    {
        TorchNative.EnsureLoaded();
        TorchNative.Check(TorchNative.LoadModule(path, (int)device.Kind, device.Index, out ScriptModuleHandle handle));
        return new(handle);
    }

    /// <summary>Calls its <c>forward</c>; the caller disposes the result.</summary>
    /// <exception cref="TorchException">The program failed; the message is its own.</exception>
    public ScriptValue Forward(Tensor input)
    {
        ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
        TorchNative.Check(TorchNative.Forward(_handle, input.Handle, out ScriptValueHandle value));
        return new(value);
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();
}
