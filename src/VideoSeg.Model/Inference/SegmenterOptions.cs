using System.ComponentModel.DataAnnotations;

namespace VideoSeg.Model.Inference;

/// <summary>Which network to run, on what and how.</summary>
public sealed record SegmenterOptions
{
    /// <summary>A safetensors file of weights, or a TorchScript file. Default (null): the shipped <c>models/resunetpp-kvasir.safetensors</c>.</summary>
    public string? ModelPath { get; init; }

    /// <summary>
    /// Whether a TorchScript file may be loaded: it is a program, which runs code of whoever made it. Default false: such a file is refused.
    /// </summary>
    public bool TrustTorchScript { get; init; }

    /// <summary>
    /// <c>auto</c> (the first GPU if there is one, else the CPU), <c>cpu</c>, <c>cuda</c> (the first GPU), <c>cuda:N</c>, several GPUs as <c>cuda:0,1</c>, or
    /// <c>cuda:all</c>. Default <c>auto</c>.
    /// </summary>
    public string Device { get; init; } = "auto";

    /// <summary>
    /// Precision of the convolutions: <c>f32</c>, <c>bf16</c>, <c>f16</c> (GPUs), <c>int8</c> (processors; needs a calibration), or <c>auto</c>: the shortest
    /// that the hardware multiplies at once and that the weights allow. Default <c>auto</c>.
    /// </summary>
    public string Precision { get; init; } = "auto";

    /// <summary>
    /// <c>auto</c> (onednn on processors, cuda on GPUs), <c>cuda</c>, <c>onednn</c>, <c>libtorch</c> or <c>reference</c> (unrewritten, f32, slow: for
    /// comparison). Default <c>auto</c>.
    /// </summary>
    public string Engine { get; init; } = "auto";

    /// <summary>
    /// Of weights of UNet++ with four heads: <c>accurate</c> (the mean of the probabilities of all heads) or <c>fast</c> (the deepest alone). Default
    /// (null): <c>fast</c>. For other weights it must be null.
    /// </summary>
    public string? Mode { get; init; }

    /// <summary>
    /// Of weights of UNet++ with four heads: the depth that it is cut to, 1 to 4, which leaves out all that the head at this depth does not need.
    /// Default (null): 4. For other weights it must be null.
    /// </summary>
    [Range(1, Architectures.UNetPlusPlus.MaxDepth)]
    public int? Depth { get; init; }

    /// <summary>Threads a CPU operation is spread over, 0 to 1024; 0 for libtorch's own number: <c>OMP_NUM_THREADS</c>, else one a physical core. Default 0.</summary>
    [Range(0, 1024)]
    public int Threads { get; init; }

    /// <summary>
    /// Calls that are worked on at the same time, 0 to 64. On a processor each has its share of the threads and a network of its own: more pictures a second,
    /// because no thread waits for another, but each takes longer. On a GPU (engine <c>cuda</c>) one is copied while another is computed, and so many
    /// are on each GPU; other engines work on one call at a time there. Default 0: <see cref="ProcessorLanes"/> on a processor, 2 on each GPU.
    /// </summary>
    [Range(0, 64)]
    public int Lanes { get; init; }

    /// <summary>Lanes on a processor where <see cref="Lanes"/> is 0, 1 to 64. Default 1.</summary>
    [Range(1, 64)]
    public int ProcessorLanes { get; init; } = 1;

    /// <summary>Lanes if a processor computes.</summary>
    internal int LanesOnProcessor => Lanes > 0 ? Lanes : ProcessorLanes;

    /// <summary>Lanes on each GPU.</summary>
    internal int LanesOnGpu => Lanes > 0 ? Lanes : 2;

    /// <summary><see cref="Mode"/> and <see cref="Depth"/>.</summary>
    internal HeadChoice Heads => new(Mode, Depth);

    /// <summary>Threads for each of the lanes of a processor, 0 for the library's own number.</summary>
    internal int ThreadsOfALane => LanesOnProcessor == 1 ? Threads : Math.Max(1, ProcessorThreads.Of(Threads) / LanesOnProcessor);
}
