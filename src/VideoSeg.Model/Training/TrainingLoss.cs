using VideoSeg.Model.Torch;

namespace VideoSeg.Model.Training;

/// <summary>The loss of a step: against the truth, and in part against teachers.</summary>
internal static class TrainingLoss
{
    /// <summary>The loss of a network's outputs.</summary>
    /// <param name="outputs">Logits, f32 [N, K, H, W]; with deep supervision the network's own first, then those of the heads that are dropped.</param>
    /// <param name="targets">f32 [N, 1, H, W], numbers of classes.</param>
    /// <param name="taught">The teachers' mean probability, f32 [N, K, H, W]; null where there are none.</param>
    /// <param name="config">The recipe.</param>
    public static Tensor Of(IReadOnlyList<Tensor> outputs, Tensor targets, Tensor? taught, TrainingConfig config)
    {
        bool hasAuxiliaries = config.DeepSupervision > 0;
        Tensor truth = hasAuxiliaries
            ? SegmentationLoss.ComputeWithAuxiliaries(outputs, targets, config.Loss, config.DeepSupervision)
            : SegmentationLoss.Compute(outputs, targets, config.Loss);
        if (taught is null)
        {
            return truth;
        }

        // Heads that are dropped learn from the truth alone.
        Tensor soft = SegmentationLoss.ComputeSoft(hasAuxiliaries ? [outputs[0]] : outputs, taught, config.Loss);
        return truth.Mul(1 - config.Distillation.Weight).Add(soft.Mul(config.Distillation.Weight));
    }
}
