using VideoSeg.Model.Data;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inference;

namespace VideoSeg.Model.Evaluation;

/// <summary>Looks at each picture of an evaluation in its order, before it is scored: what lies above this floor measures in the same run.</summary>
public interface IEvaluationObserver
{
    /// <summary>Told of the next picture. What it is given is valid during the call only, and not to be changed.</summary>
    /// <param name="sample">Which one it is.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="truth">Its mask: 255 where there is polyp, 0 elsewhere.</param>
    /// <param name="segmentation">The probabilities of its batch.</param>
    /// <param name="index">Its place in the batch.</param>
    void Observe(SegmentationSample sample, Picture picture, Picture truth, Segmentation segmentation, int index);
}
