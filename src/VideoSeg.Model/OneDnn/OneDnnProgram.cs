using VideoSeg.Model.OneDnn.Interop;

namespace VideoSeg.Model.OneDnn;

/// <summary>
/// A network as a list of native steps over one arena. Built and run by one thread, always the same. Owns native memory until disposed.
/// </summary>
internal sealed unsafe class OneDnnProgram : IDisposable
{
    private readonly ProgramHandle _handle;
    private int _steps;

    /// <summary>Makes an empty program.</summary>
    /// <param name="threads">Threads that its steps are spread over, 0 for OpenMP's own number.</param>
    /// <param name="arenaBytes">Room for its values.</param>
    public OneDnnProgram(int threads, long arenaBytes)
    {
        OneDnnRuntime.EnsureLoaded();
        OneDnnRuntime.Check(OneDnnNative.ProgramCreate(threads, out _handle));
        OneDnnRuntime.Check(OneDnnNative.Reserve(_handle, arenaBytes));
    }

    /// <summary>Number of steps.</summary>
    public int Steps => _steps;

    public void AddInput(TensorLayout tensor, float scale) => Added(OneDnnNative.AddInput(_handle, tensor.ToNative(), scale));

    public void AddConvolution(in NativeConvolution convolution, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias)
    {
        fixed (float* w = weights, b = bias)
        {
            Added(OneDnnNative.AddConvolution(_handle, convolution, w, b, null));
        }
    }

    public void AddConvolution(in NativeConvolution convolution, ReadOnlySpan<sbyte> weights, ReadOnlySpan<float> bias, ReadOnlySpan<float> scales)
    {
        fixed (sbyte* w = weights)
        fixed (float* b = bias, s = scales)
        {
            Added(OneDnnNative.AddConvolution(_handle, convolution, w, b, s));
        }
    }

    public void AddPass(int height, int width, int channels, ReadOnlySpan<NativeInstruction> instructions, ReadOnlySpan<float> constants)
    {
        fixed (NativeInstruction* i = instructions)
        fixed (float* c = constants)
        {
            Added(OneDnnNative.AddPass(_handle, height, width, channels, i, instructions.Length, c, constants.Length));
        }
    }

    public void AddDense(long source, int inputs, long destination, int outputs, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, int activation)
    {
        fixed (float* w = weights, b = bias)
        {
            Added(OneDnnNative.AddDense(_handle, source, inputs, destination, outputs, w, b, activation));
        }
    }

    public void AddProjection(TensorLayout source, int outputs, long destination, ReadOnlySpan<int> dy, ReadOnlySpan<int> dx, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias)
    {
        fixed (int* y = dy, x = dx)
        fixed (float* w = weights, b = bias)
        {
            Added(OneDnnNative.AddProjection(_handle, source.ToNative(), outputs, destination, dy.Length, y, x, w, b));
        }
    }

    public void AddPlanes(TensorLayout tensor, long destination) => Added(OneDnnNative.AddPlanes(_handle, tensor.ToNative(), destination));

    /// <summary>Runs all steps on a picture, planes of float [channels, height, width], and copies floats from the arena.</summary>
    public void Run(ReadOnlySpan<float> picture, long offset, Span<float> result)
    {
        fixed (float* p = picture, r = result)
        {
            OneDnnRuntime.Check(OneDnnNative.Run(_handle, p, offset, result.Length, r));
        }
    }

    /// <summary>Runs all steps and takes the time of each, in seconds.</summary>
    public void Profile(ReadOnlySpan<float> picture, Span<double> seconds)
    {
        fixed (float* p = picture)
        fixed (double* t = seconds)
        {
            OneDnnRuntime.Check(OneDnnNative.Profile(_handle, p, t, seconds.Length));
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

    /// <summary>What runs behind a step: oneDNN's own name of a convolution (<c>brgconv:avx512_core_bf16</c>), the loops of a pass.</summary>
    public string Describe(int step)
    {
        byte* buffer = stackalloc byte[128];
        OneDnnRuntime.Check(OneDnnNative.Describe(_handle, step, buffer, 128));
        return OneDnnRuntime.Text(buffer);
    }

    public void Dispose() => _handle.Dispose();

    private void Added(int status)
    {
        OneDnnRuntime.Check(status);
        _steps++;
    }
}
