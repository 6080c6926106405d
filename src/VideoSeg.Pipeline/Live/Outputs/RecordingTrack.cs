using VideoSeg.Model;
using VideoSeg.Pipeline.Encode;

namespace VideoSeg.Pipeline.Live.Outputs;

/// <summary>One picture of a stream as it is recorded, file after file. Not for two threads at a time.</summary>
internal sealed class RecordingTrack(RecordingFolder folder, RecorderOutletOptions options, string picture)
{
    private PacketWriter? _writer;
    private string _path = "";
    private long _beganTicks;

    /// <summary>The file that is being written, as it will be called; null where there is none.</summary>
    public string? File => _writer is null ? null : _path;

    /// <summary>When its first picture was decoded.</summary>
    public DateTimeOffset Since { get; private set; }

    /// <summary>Files begun.</summary>
    public int Files { get; private set; }

    /// <summary>Bytes written to all files, those of the container not counted.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether the file is as long as it is to be, or the packet cannot go into it: the next one begins with the next key picture.</summary>
    public bool IsDue(LivePacket packet) => _writer is not null
        && (!ReferenceEquals(_writer.Format, packet.Format) || packet.Packet.PresentationTime!.Value - _beganTicks >= options.SegmentDuration.TotalSeconds * LiveFrame.TimeBase.Denominator);

    /// <summary>Writes a packet. False, and nothing written, where a file has to begin and the packet is no key picture.</summary>
    /// <exception cref="VideoSegException">The file cannot be written.</exception>
    public bool Write(LivePacket packet)
    {
        if (_writer is null && !packet.IsKey)
        {
            return false;
        }

        _writer ??= Begin(packet);
        _writer.Write(packet.Packet);
        Bytes += packet.Packet.Data.Length;
        return true;
    }

    /// <summary>Ends the file and gives it its name. Nothing where there is none.</summary>
    /// <exception cref="VideoSegException">It cannot be written; it is marked as interrupted.</exception>
    public void Finish()
    {
        if (_writer is not { } writer)
        {
            return;
        }

        try
        {
            writer.Finish();
            writer.Dispose();
            FlushToDisk(_path + RecordingName.Part);
            System.IO.File.Move(_path + RecordingName.Part, _path);
            _writer = null;
        }
        catch (Exception e) when (e is VideoSegException or IOException or UnauthorizedAccessException)
        {
            Abandon();
            throw e as VideoSegException ?? new VideoSegException(FaultKind.Output, $"cannot finish '{_path}': {e.Message}", e);
        }
    }

    /// <summary>Lets go of the file after a failure; what is in it stays, marked as interrupted. Never throws.</summary>
    public void Abandon()
    {
        if (_writer is not { } writer)
        {
            return;
        }

        _writer = null;
        writer.Dispose();
        try
        {
            RecordingFolder.Interrupt(_path + RecordingName.Part);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It keeps its name, which says as much; the next run mends it.
        }
    }

    private PacketWriter Begin(LivePacket packet)
    {
        string ending = options.Container == RecordingContainer.Mkv ? ".mkv" : ".mp4";
        _path = folder.NewPath(picture, packet.CapturedUtc, ending);
        var writer = new PacketWriterOptions
        {
            Container = options.Container == RecordingContainer.Mkv ? "matroska" : "mp4",
            FragmentDuration = options.FragmentDuration,
            Tags = System.Collections.Immutable.ImmutableDictionary<string, string>.Empty.Add("creation_time", $"{packet.CapturedUtc.UtcDateTime:yyyy-MM-ddTHH:mm:ss.ffffffZ}"),
        };

        // Not to be cancelled: whatever happens, the file is to be finished.
        PacketWriter opened = PacketWriter.Open(_path + RecordingName.Part, packet.Format, writer, CancellationToken.None);
        (Since, _beganTicks) = (packet.CapturedUtc, packet.Packet.PresentationTime!.Value);
        Files++;
        return opened;
    }

    // Its name says that it is whole: that must hold after a power cut too.
    private static void FlushToDisk(string path)
    {
        using Microsoft.Win32.SafeHandles.SafeFileHandle file = System.IO.File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(file);
    }
}
