namespace VideoSeg.Bench.Engine.Gpu;

/// <summary>The peer: PyTorch in a process of its own.</summary>
internal static class PyTorch
{
    /// <summary>Names of its two ways among the engines.</summary>
    public const string Eager = "pytorch-eager";

    /// <inheritdoc cref="Eager"/>
    public const string Compiled = "pytorch-compiled";

    /// <summary>The Python that has it.</summary>
    public static string Python => Environment.GetEnvironmentVariable("VIDEOSEG_PYTHON") is { Length: > 0 } python ? python : "python3";

    /// <summary>The program that runs the network there.</summary>
    public static string Script => Path.Combine(AppContext.BaseDirectory, "engine.py");
}
