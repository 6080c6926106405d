using VideoSeg.Model.Torch;

namespace VideoSeg.Model.Training;

/// <summary>What logits say, as probabilities: the sigmoid of a single plane; of several, which share out the probability, the softmax.</summary>
internal static class ClassProbabilities
{
    /// <summary>The probabilities of <paramref name="logits"/>, f32 [N, K, H, W].</summary>
    public static Tensor Of(Tensor logits) => logits.Size(1) == 1 ? logits.Sigmoid() : logits.Softmax(1);

    /// <summary>Those of the classes but the background: [N, max(1, K - 1), H, W].</summary>
    public static Tensor OfForeground(Tensor logits) => Foreground(Of(logits));

    /// <summary>The planes of the classes but the background.</summary>
    public static Tensor Foreground(Tensor probabilities) => probabilities.Size(1) == 1 ? probabilities : probabilities.Narrow(1, 1, probabilities.Size(1) - 1);
}
