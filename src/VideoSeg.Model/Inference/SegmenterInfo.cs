using System.Collections.Immutable;

namespace VideoSeg.Model.Inference;

/// <summary>What runs behind an <see cref="ISegmenter"/>.</summary>
/// <param name="Engine">Name of the engine: <c>cuda</c>, <c>onednn</c>, <c>libtorch</c>, <c>reference</c> or <c>torchscript</c>.</param>
/// <param name="Precision">Precision of the convolutions: <c>f32</c>, <c>bf16</c>, <c>f16</c> or <c>int8</c>; <c>own</c> where a TorchScript program chooses.</param>
/// <param name="Device"><c>cpu</c>, <c>cuda:N</c> or, of several, <c>cuda:N,N</c>.</param>
/// <param name="Model">Name of the weights, from their metadata or file name.</param>
/// <param name="Width">Width of the network's input and of the probability planes, in pixels.</param>
/// <param name="Height">Height of the network's input and of the probability planes, in pixels.</param>
/// <param name="Classes">One name for each probability plane, none of them the background's.</param>
/// <param name="MaxBatch">Largest number of pictures in a call.</param>
public sealed record SegmenterInfo(
    string Engine, string Precision, string Device, string Model, int Width, int Height, ImmutableArray<string> Classes, int MaxBatch)
{
    /// <summary>Calls that are worked on at the same time; more than that wait. Default 1.</summary>
    public int Lanes { get; init; } = 1;

    /// <summary>Probability from which a pixel counts as polyp, as the weights say it. Default 0.5.</summary>
    public float Threshold { get; init; } = 0.5f;

    /// <summary>Smallest polyp that counts, as a share of the picture, as the weights say it. Default 0: they leave it open.</summary>
    public double MinArea { get; init; }

    /// <summary>How pictures are looked at more than once; empty where they are not. Default empty.</summary>
    public string Augmentation { get; init; } = "";

    /// <summary>Colours to draw the <see cref="Classes"/> in, as <c>#RRGGBB</c>, one each; empty where the weights leave it to whoever draws. Default empty.</summary>
    public ImmutableArray<string> Colors { get; init; } = [];

    /// <summary>Why it is this precision, for people; empty where it was asked for by name.</summary>
    public string Reason { get; init; } = "";

    /// <summary>What people should know about how it runs, such as something that is missing and makes it slower; empty where there is nothing to tell.</summary>
    public string Notice { get; init; } = "";
}
