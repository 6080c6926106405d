using System.Collections.Immutable;
using System.Numerics;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Segment;

namespace VideoSeg.Pipeline.Live.Detections;

/// <summary>A polyp in a live picture. Lengths are in pixels of the picture as it is coded.</summary>
/// <param name="Track">Its number over time, from 1; null where polyps are not followed.</param>
/// <param name="Class">Name of its class.</param>
/// <param name="Box">Smallest rectangle of whole pixels around it.</param>
/// <param name="Area">Its area, holes not counted.</param>
/// <param name="MeanProbability">Mean of the network's probabilities over it.</param>
/// <param name="Outline">Its outer outline, a closed ring, true to half a pixel; the first point is not repeated.</param>
/// <param name="Mask">Its mask, holes left out; null where masks were not asked for.</param>
public sealed record LivePolyp(
    int? Track, string Class, PixelRegion Box, double Area, float MeanProbability, ImmutableArray<Vector2> Outline, RunLengthMask? Mask);
