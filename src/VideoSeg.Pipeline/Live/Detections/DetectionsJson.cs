using System.Buffers;
using System.Numerics;
using System.Text.Json;
using VideoSeg.Pipeline.Segment;

namespace VideoSeg.Pipeline.Live.Detections;

/// <summary>
/// Writes detections as one object on one line, without its end:
/// <code>{"stream":"room","frame":812,"analysedFrame":810,"capturedAt":"2026-01-31T10:15:02.133Z","width":1920,"height":1080,"maskAgeMilliseconds":66.7,"state":"active","slate":false,
/// "polyps":[{"track":1,"class":"polyp","box":[x,y,width,height],"area":5123.5,"meanProbability":0.914,"polygon":[[x,y],...],"mask":{"size":[height,width],"counts":"..."}}]}</code>
/// <c>analysedFrame</c>, <c>maskAgeMilliseconds</c>, <c>track</c> and <c>mask</c> are left out where there are none. Used by one thread at a time.
/// </summary>
public sealed class DetectionsJson : IDisposable
{
    private readonly Utf8JsonWriter _json = new(Stream.Null, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Appends the object.</summary>
    public void Write(LiveDetections detections, IBufferWriter<byte> target)
    {
        _json.Reset(target);
        _json.WriteStartObject();
        _json.WriteString("stream"u8, detections.Stream);
        _json.WriteNumber("frame"u8, detections.Frame);
        if (detections.AnalysedFrame is { } analysed)
        {
            _json.WriteNumber("analysedFrame"u8, analysed);
        }

        _json.WriteString("capturedAt"u8, detections.CapturedAt.UtcDateTime);
        _json.WriteNumber("width"u8, detections.Width);
        _json.WriteNumber("height"u8, detections.Height);
        if (detections.MaskAge is { } age)
        {
            _json.WriteNumber("maskAgeMilliseconds"u8, Math.Round(age.TotalMilliseconds, 1));
        }

        _json.WriteString("state"u8, detections.State switch
        {
            SegmentationState.Active => "active"u8,
            SegmentationState.Degraded => "degraded"u8,
            _ => "unavailable"u8,
        });
        _json.WriteBoolean("slate"u8, detections.IsSlate);
        _json.WriteStartArray("polyps"u8);
        foreach (LivePolyp polyp in detections.Polyps)
        {
            Write(polyp);
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private void Write(LivePolyp polyp)
    {
        _json.WriteStartObject();
        if (polyp.Track is { } track)
        {
            _json.WriteNumber("track"u8, track);
        }

        _json.WriteString("class"u8, polyp.Class);
        _json.WriteStartArray("box"u8);
        _json.WriteNumberValue(polyp.Box.X);
        _json.WriteNumberValue(polyp.Box.Y);
        _json.WriteNumberValue(polyp.Box.Width);
        _json.WriteNumberValue(polyp.Box.Height);
        _json.WriteEndArray();
        _json.WriteNumber("area"u8, Math.Round(polyp.Area, 1));
        _json.WriteNumber("meanProbability"u8, Math.Round(polyp.MeanProbability, 4));
        _json.WriteStartArray("polygon"u8);
        foreach (Vector2 point in polyp.Outline)
        {
            _json.WriteStartArray();
            _json.WriteNumberValue(MathF.Round(point.X, 1));
            _json.WriteNumberValue(MathF.Round(point.Y, 1));
            _json.WriteEndArray();
        }

        _json.WriteEndArray();
        if (polyp.Mask is { } mask)
        {
            Write(mask);
        }

        _json.WriteEndObject();
    }

    private void Write(RunLengthMask mask)
    {
        _json.WriteStartObject("mask"u8);
        _json.WriteStartArray("size"u8);
        _json.WriteNumberValue(mask.Height);
        _json.WriteNumberValue(mask.Width);
        _json.WriteEndArray();
        _json.WriteString("counts"u8, mask.Counts);
        _json.WriteEndObject();
    }
}
