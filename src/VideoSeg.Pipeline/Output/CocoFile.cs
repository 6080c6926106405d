using System.Buffers;
using System.Collections.Immutable;
using System.Numerics;
using System.Text.Json;
using VideoSeg.Model;
using VideoSeg.Model.Inference;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Segment;

namespace VideoSeg.Pipeline.Output;

/// <summary>
/// Writes a data set in COCO's format for instance segmentation: an image for each frame, with or without polyps, and an annotation for each polyp
/// in each frame, with <c>score</c> and, where polyps are followed, <c>track_id</c>.
/// </summary>
/// <remarks>
/// Images are numbered from 1, frames (<c>frame</c>, and in <c>file_name</c>) from 0. Lengths are in pixels of the frame as it is coded. A polyp
/// is one polygon, true to half a pixel; COCO's polygons know no holes, so each is joined to the outline by a bridge of no width. The annotations
/// wait on the disk until the last image is written, so memory does not grow with the recording; the file is whole once it is finished or disposed.
/// </remarks>
public sealed class CocoFile : IFrameResults
{
    private const float Tolerance = 0.5f;
    private const int PieceBytes = 1 << 16;

    private readonly string _path;
    private readonly string? _video;
    private readonly ImmutableArray<string> _classes;
    private readonly ResultStream _file;
    private readonly ArrayBufferWriter<byte> _images = new(2 * PieceBytes);
    private readonly ArrayBufferWriter<byte> _annotations = new(2 * PieceBytes);
    private readonly Utf8JsonWriter _json;
    private readonly KeyholePolygon _polygon = new();
    private SpillFile? _waiting;
    private long _imageCount;
    private long _annotationCount;
    private bool _isWhole;

    private CocoFile(string path, string? video, ImmutableArray<string> classes, ResultStream file)
    {
        _path = path;
        _video = video;
        _classes = classes;
        _file = file;
        _json = new Utf8JsonWriter(_images);
    }

    /// <summary>Makes the file; one that is there keeps its content until <see cref="Open"/>.</summary>
    /// <param name="path">Where.</param>
    /// <param name="video">Name of the recording, without its folder; null where it has none.</param>
    /// <param name="classes">One name for each probability plane.</param>
    /// <param name="overwrite">Whether a file that is there is replaced.</param>
    /// <exception cref="VideoSegException">It is there, or cannot be made (<see cref="FaultKind.Output"/>).</exception>
    public static CocoFile Create(string path, string? video, ImmutableArray<string> classes, bool overwrite) =>
        new(path, video, classes, ResultStream.Create(path, "the COCO annotations", overwrite));

    /// <inheritdoc/>
    public void Open()
    {
        _waiting = SpillFile.Beside(_path);
        _file.Open();
    }

    /// <inheritdoc/>
    public void Write(VideoFrame frame, Segmentation masks, PolypSet polyps)
    {
        BeginImages();
        WriteImage(frame);
        foreach (ref readonly Detection detection in polyps.Detections)
        {
            WriteAnnotation(detection, polyps);
        }

        if (_images.WrittenCount > PieceBytes)
        {
            Flush(_images, _file.Write);
        }

        if (_annotations.WrittenCount > PieceBytes)
        {
            Flush(_annotations, _waiting!.Write);
        }
    }

    /// <inheritdoc/>
    public void Finish()
    {
        BeginImages();
        _images.Write("\n],\"annotations\":["u8);
        Flush(_images, _file.Write);
        _waiting!.Drain(_file.Write);
        _annotations.Write("\n]}\n"u8);
        Flush(_annotations, _file.Write);
        _file.Finish();
        _isWhole = true;
    }

    /// <summary>Closes the file; what was written so far can be read. An empty file of its own making goes.</summary>
    public void Dispose()
    {
        if (_imageCount > 0 && !_isWhole)
        {
            TryFinish();
        }

        _json.Dispose();
        _waiting?.Dispose();
        _file.Dispose();
    }

    private void TryFinish()
    {
        try
        {
            Finish();
        }
        catch (VideoSegException)
        {
            // What could not be written before cannot be written now, and has been told.
        }
    }

    private static void Flush(ArrayBufferWriter<byte> bytes, Action<ReadOnlySpan<byte>> write)
    {
        write(bytes.WrittenSpan);
        bytes.ResetWrittenCount();
    }

    /// <summary>Before the first image, everything that stands before the images.</summary>
    private void BeginImages()
    {
        if (_imageCount > 0)
        {
            return;
        }

        _json.Reset(_images);
        _json.WriteStartObject();
        _json.WriteStartObject("info"u8);
        _json.WriteString("description"u8, VideoWriter.Notice);
        if (_video is not null)
        {
            _json.WriteString("video"u8, _video);
        }

        _json.WriteEndObject();
        _json.WriteStartArray("licenses"u8);
        _json.WriteEndArray();
        _json.WriteStartArray("categories"u8);
        for (int i = 0; i < _classes.Length; i++)
        {
            _json.WriteStartObject();
            _json.WriteNumber("id"u8, i + 1);
            _json.WriteString("name"u8, _classes[i]);
            _json.WriteString("supercategory"u8, "finding"u8);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        _json.Flush();
        _images.Write(",\"images\":["u8);
    }

    private void WriteImage(VideoFrame frame)
    {
        BeginLine(_images, isFirst: _imageCount == 0);
        _imageCount++;
        _json.WriteNumber("id"u8, _imageCount);
        _json.WriteString("file_name"u8, FrameFile.Name(frame.Index, ".png"));
        _json.WriteNumber("width"u8, frame.Planes.Width);
        _json.WriteNumber("height"u8, frame.Planes.Height);
        _json.WriteNumber("frame"u8, frame.Index);
        _json.WriteNumber("time"u8, Math.Round(frame.PresentationTime * frame.TimeBase.Value, 6));
        EndLine();
    }

    private void WriteAnnotation(in Detection detection, PolypSet polyps)
    {
        BeginLine(_annotations, isFirst: _annotationCount == 0);
        _annotationCount++;
        _json.WriteNumber("id"u8, _annotationCount);
        _json.WriteNumber("image_id"u8, _imageCount);
        _json.WriteNumber("category_id"u8, detection.ClassIndex + 1);
        if (detection.Track > 0)
        {
            _json.WriteNumber("track_id"u8, detection.Track);
        }

        _json.WriteNumber("score"u8, Math.Round(detection.MeanProbability, 4));
        _json.WriteNumber("iscrowd"u8, 0);
        _json.WriteNumber("area"u8, Math.Round(detection.Area, 1));
        _json.WriteStartArray("bbox"u8);
        _json.WriteNumberValue(detection.Box.X);
        _json.WriteNumberValue(detection.Box.Y);
        _json.WriteNumberValue(detection.Box.Width);
        _json.WriteNumberValue(detection.Box.Height);
        _json.WriteEndArray();
        _json.WriteStartArray("segmentation"u8);
        _json.WriteStartArray();
        foreach (Vector2 point in _polygon.Of(polyps, detection, Tolerance))
        {
            _json.WriteNumberValue(MathF.Round(point.X, 2));
            _json.WriteNumberValue(MathF.Round(point.Y, 2));
        }

        _json.WriteEndArray();
        _json.WriteEndArray();
        EndLine();
    }

    private void BeginLine(ArrayBufferWriter<byte> target, bool isFirst)
    {
        target.Write(isFirst ? "\n"u8 : ",\n"u8);
        _json.Reset(target);
        _json.WriteStartObject();
    }

    private void EndLine()
    {
        _json.WriteEndObject();
        _json.Flush();
    }
}
