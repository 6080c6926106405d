using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using VideoSeg.Model;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Segment;

namespace VideoSeg.Pipeline.Output;

/// <summary>
/// Writes a data set in the format of YOLO's segmentation networks: <c>labels/frame-000012.txt</c> for each frame with polyps, a line for each
/// polyp (<c>class x y x y ...</c>, in shares of the picture's width and height), <c>classes.txt</c> and <c>data.yaml</c>.
/// </summary>
/// <remarks>
/// A frame without polyps has no file, which is how such data sets mark a picture without objects. Polygons are true to half a pixel; holes are
/// joined to the outline by bridges of no width.
/// </remarks>
public sealed class YoloFolder : IFrameResults
{
    private const string Pattern = "frame-*.txt";
    private const float Tolerance = 0.5f;

    private static readonly string[] Lists = ["classes.txt", "data.yaml"];

    private readonly string _folder;
    private readonly string _labels;
    private readonly ImmutableArray<string> _classes;
    private readonly bool _overwrite;
    private readonly ImmutableArray<string> _made;
    private readonly ArrayBufferWriter<byte> _text = new(4096);
    private readonly KeyholePolygon _polygon = new();

    private YoloFolder(string folder, ImmutableArray<string> classes, bool overwrite, ImmutableArray<string> made)
    {
        _folder = folder;
        _labels = LabelsOf(folder);
        _classes = classes;
        _overwrite = overwrite;
        _made = made;
    }

    /// <summary>Refuses a folder that holds such a data set, unless it may be replaced.</summary>
    /// <exception cref="VideoSegException">It does, or is a file (<see cref="FaultKind.Output"/>).</exception>
    public static void RequireFree(string folder, bool overwrite)
    {
        OutputFolder.RequireFree(LabelsOf(folder), Pattern, overwrite);
        foreach (string list in Lists)
        {
            OutputFolder.RequireFree(folder, list, overwrite);
        }
    }

    /// <summary>Makes the folder where there is none; what is in it stays until <see cref="Open"/>.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="classes">One name for each probability plane.</param>
    /// <param name="overwrite">Whether a data set that is there is replaced.</param>
    /// <exception cref="VideoSegException">It holds one that may not be replaced, or cannot be made (<see cref="FaultKind.Output"/>).</exception>
    public static YoloFolder Create(string folder, ImmutableArray<string> classes, bool overwrite)
    {
        RequireFree(folder, overwrite);
        ImmutableArray<string> made = [.. new[] { LabelsOf(folder), folder }.Where(path => !Directory.Exists(path))];
        OutputFolder.Make(LabelsOf(folder));
        return new YoloFolder(folder, classes, overwrite, made);
    }

    /// <summary>Deletes the labels of an earlier run, and writes the lists of classes.</summary>
    public void Open()
    {
        OutputFolder.Prepare(_labels, Pattern, _overwrite);
        WriteFile(Path.Combine(_folder, Lists[0]), Encoding.UTF8.GetBytes(string.Concat(_classes.Select(name => name + "\n"))));
        WriteFile(Path.Combine(_folder, Lists[1]), Encoding.UTF8.GetBytes(DataSet()));
    }

    /// <inheritdoc/>
    public void Write(VideoFrame frame, Segmentation masks, PolypSet polyps)
    {
        if (polyps.Detections.IsEmpty)
        {
            return;
        }

        _text.ResetWrittenCount();
        ImagePlanes picture = frame.Planes;
        var size = new Vector2(picture.Width, picture.Height);
        foreach (ref readonly Detection detection in polyps.Detections)
        {
            Write(detection.ClassIndex, default);
            foreach (Vector2 point in _polygon.Of(polyps, detection, Tolerance))
            {
                Vector2 share = Vector2.Clamp(point / size, Vector2.Zero, Vector2.One);
                _text.Write(" "u8);
                Write(share.X, "F6");
                _text.Write(" "u8);
                Write(share.Y, "F6");
            }

            _text.Write("\n"u8);
        }

        WriteFile(Path.Combine(_labels, FrameFile.Name(frame.Index, ".txt")), _text.WrittenSpan);
    }

    /// <inheritdoc/>
    public void Finish()
    {
    }

    /// <summary>Takes empty folders of its own making back.</summary>
    public void Dispose()
    {
        foreach (string folder in _made)
        {
            if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any() && !File.Exists(Path.Combine(_folder, Lists[1])))
            {
                Directory.Delete(folder);
            }
        }
    }

    private static string LabelsOf(string folder) => Path.Combine(folder, "labels");

    private static void WriteFile(string path, ReadOnlySpan<byte> bytes)
    {
        try
        {
            File.WriteAllBytes(path, bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VideoSegException(FaultKind.Output, $"cannot write the YOLO labels to '{path}': {e.Message}", e);
        }
    }

    private string DataSet()
    {
        var text = new StringBuilder()
            .Append("# ").Append(VideoWriter.Notice).Append('\n')
            .Append("# The pictures belong into images/: ffmpeg -i RECORDING -fps_mode passthrough -start_number 0 images/frame-%06d.png\n")
            .Append("train: images\nval: images\nnames:\n");
        for (int i = 0; i < _classes.Length; i++)
        {
            // A string of JSON is one of YAML too, whatever is in it.
            text.Append(CultureInfo.InvariantCulture, $"  {i}: \"{JsonEncodedText.Encode(_classes[i])}\"\n");
        }

        return text.ToString();
    }

    private void Write<T>(T value, ReadOnlySpan<char> format)
        where T : IUtf8SpanFormattable
    {
        value.TryFormat(_text.GetSpan(32), out int written, format, CultureInfo.InvariantCulture);
        _text.Advance(written);
    }
}
