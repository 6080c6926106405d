using VideoSeg.Model.Graph;
using VideoSeg.Model.Weights;

namespace VideoSeg.Host.Commands;

/// <summary>A network that a command was asked to look at.</summary>
/// <param name="Title">What to call it.</param>
/// <param name="Graph">The network.</param>
/// <param name="Weights">Its weights; null if only an architecture was named.</param>
/// <param name="Height">Height of the input in pixels.</param>
/// <param name="Width">Width of the input in pixels.</param>
internal sealed record ChosenNetwork(string Title, NetworkGraph Graph, WeightSet? Weights, int Height, int Width);
