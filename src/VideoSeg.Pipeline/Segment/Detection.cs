using VideoSeg.Model.Inputs;

namespace VideoSeg.Pipeline.Segment;

/// <summary>One polyp in one picture; its outlines lie in the <see cref="PolypSet"/> that holds it.</summary>
/// <param name="ClassIndex">Index of its class, from 0: the one with the largest sum of probability over its cells, or that of its track.</param>
/// <param name="Box">Smallest rectangle of whole pixels around it, inside the picture.</param>
/// <param name="Area">Area in pixels of the picture, holes not counted.</param>
/// <param name="MeanProbability">Mean over its cells of the probability that it is polyp, of whatever class; from the threshold to 1.</param>
/// <param name="FirstRing">Index of its outer ring in the set; those of its holes follow.</param>
/// <param name="RingCount">Number of its rings, at least 1.</param>
public readonly record struct Detection(
    int ClassIndex, PixelRegion Box, double Area, float MeanProbability, int FirstRing, int RingCount)
{
    /// <summary>Number of the polyp over time, from 1; 0 where polyps are not followed.</summary>
    public int Track { get; init; }
}
