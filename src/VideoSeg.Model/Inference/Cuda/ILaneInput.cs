using VideoSeg.Model.Inputs;
using VideoSeg.Model.Torch;

namespace VideoSeg.Model.Inference.Cuda;

/// <summary>Fills the input of a lane's network from pictures. Confined to the lane's thread, like its queue.</summary>
internal interface ILaneInput : IDisposable
{
    /// <summary>What people should know about how it is filled; empty where there is nothing to tell.</summary>
    string Notice { get; }

    /// <summary>Queues all that it takes on the lane's queue, and returns without waiting for it.</summary>
    /// <param name="pictures">The pictures, which stay as they are until the queue was waited for.</param>
    /// <param name="target">[N, 3, H, W] for these N pictures, float32 in [0, 1], on the lane's device.</param>
    void Fill(ReadOnlySpan<ImagePlanes> pictures, Tensor target);
}
