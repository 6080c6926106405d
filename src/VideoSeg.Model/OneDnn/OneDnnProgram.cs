using VideoSeg.Model.OneDnn.Interop;

namespace VideoSeg.Model.OneDnn;

/// <summary>
/// A network as a list of native steps over one arena. Built and run by one thread, always the same. Owns native memory until disposed.
/// </summary>
internal sealed unsafe class OneDnnProgram : IDisposable
{
    private readonly ProgramHandle _handle;

    /// <summary>Makes an empty program.</summary>
    /// <param name="threads">Threads that its steps are spread over, 0 for OpenMP's own number.</param>
    /// <param name="arenaBytes">Room for its values.</param>
    /// <param name="like">A program of the same steps, all of them added, whose transformed weights this one shares; null for none.</param>
    public OneDnnProgram(int threads, long arenaBytes, OneDnnProgram? like = null)
    {
        OneDnnRuntime.EnsureLoaded();
        OneDnnRuntime.Check(OneDnnNative.ProgramCreate(threads, out _handle));
        if (like is not null)
        {
            OneDnnRuntime.Check(OneDnnNative.Share(_handle, like._handle));
        }

        OneDnnRuntime.Check(OneDnnNative.Reserve(_handle, arenaBytes));
    }

    /// <summary>Convolutions for which oneDNN has nothing but its reference code, hundreds of times slower than the rest: there should be none.</summary>
    public long ReferenceConvolutions
    {
        get
        {
            long count;
            OneDnnRuntime.Check(OneDnnNative.ReferenceCount(_handle, &count));
            return count;
        }
    }

    /// <summary>Convolutions that are computed with fewer products; none without AVX2, or with AVX-512.</summary>
    public long WinogradConvolutions
    {
        get
        {
            long count;
            OneDnnRuntime.Check(OneDnnNative.WinogradCount(_handle, &count));
            return count;
        }
    }

    public void AddInput(TensorLayout tensor, float scale) => OneDnnRuntime.Check(OneDnnNative.AddInput(_handle, tensor.ToNative(), scale));

    public void AddConvolution(in NativeConvolution convolution, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias)
    {
        fixed (float* w = weights, b = bias)
        {
            OneDnnRuntime.Check(OneDnnNative.AddConvolution(_handle, convolution, w, b, null));
        }
    }

    public void AddConvolution(in NativeConvolution convolution, ReadOnlySpan<sbyte> weights, ReadOnlySpan<float> bias, ReadOnlySpan<float> scales)
    {
        fixed (sbyte* w = weights)
        fixed (float* b = bias, s = scales)
        {
            OneDnnRuntime.Check(OneDnnNative.AddConvolution(_handle, convolution, w, b, s));
        }
    }

    public void AddPass(int height, int width, int channels, ReadOnlySpan<NativeInstruction> instructions, ReadOnlySpan<float> constants)
    {
        fixed (NativeInstruction* i = instructions)
        fixed (float* c = constants)
        {
            OneDnnRuntime.Check(OneDnnNative.AddPass(_handle, height, width, channels, i, instructions.Length, c, constants.Length));
        }
    }

    public void AddDense(long source, int inputs, long destination, int outputs, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, int activation)
    {
        fixed (float* w = weights, b = bias)
        {
            OneDnnRuntime.Check(OneDnnNative.AddDense(_handle, source, inputs, destination, outputs, w, b, activation));
        }
    }

    public void AddProjection(TensorLayout source, int outputs, long destination, ReadOnlySpan<int> dy, ReadOnlySpan<int> dx, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias)
    {
        fixed (int* y = dy, x = dx)
        fixed (float* w = weights, b = bias)
        {
            OneDnnRuntime.Check(OneDnnNative.AddProjection(_handle, source.ToNative(), outputs, destination, dy.Length, y, x, w, b));
        }
    }

    public void AddPlanes(TensorLayout tensor, long destination) => OneDnnRuntime.Check(OneDnnNative.AddPlanes(_handle, tensor.ToNative(), destination));

    /// <summary>Runs all steps on a picture, planes of float [channels, height, width], and copies floats from the arena.</summary>
    public void Run(ReadOnlySpan<float> picture, long offset, Span<float> result)
    {
        fixed (float* p = picture, r = result)
        {
            OneDnnRuntime.Check(OneDnnNative.Run(_handle, p, offset, result.Length, r));
        }
    }

    /// <summary>A value as the last run left it, as f32 [height, width, channels]; wrong where its memory has been used again since.</summary>
    public void Read(TensorLayout tensor, Span<float> values)
    {
        fixed (float* v = values)
        {
            OneDnnRuntime.Check(OneDnnNative.Read(_handle, tensor.ToNative(), v));
        }
    }

    public void Dispose() => _handle.Dispose();
}
