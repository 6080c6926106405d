using System.Buffers;
using System.Collections.Immutable;
using System.Numerics;
using System.Text.Json;
using VideoSeg.Model;
using VideoSeg.Model.Inference;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Segment;

namespace VideoSeg.Pipeline.Output;

/// <summary>
/// Writes one line of JSON for each frame, with or without polyps:
/// <code>{"frame":12,"time":0.4004,"pts":12012,"polyps":[{"track":1,"class":"polyp","box":[x,y,width,height],"area":5123.5,"mean_probability":0.914,"polygon":[[x,y],...]}]}</code>
/// </summary>
/// <remarks>
/// <c>frame</c> counts from 0; <c>track</c>, where polyps are followed, is the polyp's number over time; <c>time</c> is in seconds, <c>pts</c> the same in ticks of the input's video time base. Lengths are in pixels of the
/// frame as it is coded, (0, 0) the top left corner of the top left pixel; <c>area</c> is in pixels, holes not counted; <c>polygon</c> is the outer
/// outline, true to half a pixel. Every line reaches the file as soon as it is complete.
/// </remarks>
public sealed class DetectionsFile : IFrameResults
{
    private const float Tolerance = 0.5f;

    private readonly ImmutableArray<string> _classes;
    private readonly ResultStream _file;
    private readonly ArrayBufferWriter<byte> _line = new(4096);
    private readonly Utf8JsonWriter _json;
    private readonly PolygonSimplifier _simplifier = new();

    private DetectionsFile(ImmutableArray<string> classes, ResultStream file)
    {
        _classes = classes;
        _file = file;
        _json = new Utf8JsonWriter(_line);
    }

    /// <summary>Makes the file; one that is there keeps its content until <see cref="Open"/>.</summary>
    /// <param name="path">Where.</param>
    /// <param name="classes">One name for each probability plane.</param>
    /// <param name="overwrite">Whether a file that is there is replaced.</param>
    /// <exception cref="VideoSegException">It is there, or cannot be made (<see cref="FaultKind.Output"/>).</exception>
    public static DetectionsFile Create(string path, ImmutableArray<string> classes, bool overwrite) =>
        new(classes, ResultStream.Create(path, "the detections", overwrite));

    /// <inheritdoc/>
    public void Open() => _file.Open();

    /// <inheritdoc/>
    public void Write(VideoFrame frame, Segmentation masks, PolypSet polyps)
    {
        _line.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteNumber("frame"u8, frame.Index);
        _json.WriteNumber("time"u8, Math.Round(frame.PresentationTime * frame.TimeBase.Value, 6));
        _json.WriteNumber("pts"u8, frame.PresentationTime);
        if (polyps.IsCarried)
        {
            _json.WriteBoolean("carried"u8, true);
        }

        _json.WriteStartArray("polyps"u8);
        foreach (ref readonly Detection detection in polyps.Detections)
        {
            WritePolyp(detection, polyps);
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Flush();
        _line.GetSpan(1)[0] = (byte)'\n';
        _line.Advance(1);
        _file.Write(_line.WrittenSpan);
    }

    /// <inheritdoc/>
    public void Finish() => _file.Finish();

    /// <summary>Closes the file; an empty one of its own making goes, unless it is finished.</summary>
    public void Dispose()
    {
        _json.Dispose();
        _file.Dispose();
    }

    private void WritePolyp(in Detection detection, PolypSet polyps)
    {
        _json.WriteStartObject();
        if (detection.Track > 0)
        {
            _json.WriteNumber("track"u8, detection.Track);
        }

        _json.WriteString("class"u8, _classes[detection.ClassIndex]);
        _json.WriteStartArray("box"u8);
        _json.WriteNumberValue(detection.Box.X);
        _json.WriteNumberValue(detection.Box.Y);
        _json.WriteNumberValue(detection.Box.Width);
        _json.WriteNumberValue(detection.Box.Height);
        _json.WriteEndArray();
        _json.WriteNumber("area"u8, Math.Round(detection.Area, 1));
        _json.WriteNumber("mean_probability"u8, Math.Round(detection.MeanProbability, 4));
        _json.WriteStartArray("polygon"u8);
        foreach (Vector2 point in _simplifier.Simplify(polyps.Outline(detection), Tolerance))
        {
            _json.WriteStartArray();
            _json.WriteNumberValue(MathF.Round(point.X, 1));
            _json.WriteNumberValue(MathF.Round(point.Y, 1));
            _json.WriteEndArray();
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
    }
}
