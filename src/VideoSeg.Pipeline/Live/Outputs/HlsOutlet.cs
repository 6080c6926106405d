using System.Collections.Immutable;
using VideoSeg.Model;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Interop;

namespace VideoSeg.Pipeline.Live.Outputs;

/// <summary>
/// Writes a rendition as HLS into a folder. Whatever an earlier run left there is deleted first, so that no player takes it for live; at the end the
/// playlist is closed, and stays with its last segments.
/// </summary>
public sealed class HlsOutlet : PacketOutlet
{
    /// <summary>Name of the playlist.</summary>
    public const string PlaylistName = "index.m3u8";

    private readonly HlsOutletOptions _options;
    private PacketWriter? _writer;
    private bool _hasBegun;
    private long _beganTicks;
    private long _segments;
    private long _failedAt;
    private bool _hasFailed;

    /// <summary>An outlet that writes nothing before it is started.</summary>
    /// <param name="rendition">What is written; belongs to the stream.</param>
    /// <param name="name">Its own name, unique in the stream.</param>
    /// <param name="options">Where to, and how.</param>
    /// <param name="context">Shared parts.</param>
    /// <exception cref="VideoSegException">An option is wrong; all faults are listed.</exception>
    public HlsOutlet(EncodedRendition rendition, string name, HlsOutletOptions options, LiveContext context)
        : base(rendition.Stream, name, "hls", [rendition], Checked(options).QueueCapacity, PacketOverflow.SkipToNewest, context) =>
        (_options, Playlist) = (options, Path.Combine(Path.GetFullPath(options.Folder), PlaylistName));

    /// <summary>Path of the playlist.</summary>
    public string Playlist { get; }

    /// <inheritdoc/>
    protected override OutletDropReason? Deliver(LivePacket packet, int rendition)
    {
        if (_writer is not null && !ReferenceEquals(_writer.Format, packet.Format))
        {
            Finish();
        }

        if (_writer is null && !TryBegin(packet))
        {
            return OutletDropReason.Away;
        }

        try
        {
            RequestBoundary(packet);
            _writer!.Write(packet.Packet);
            return null;
        }
        catch (VideoSegException)
        {
            Fail();
            throw;
        }
    }

    /// <inheritdoc/>
    protected override void Close()
    {
        EndSubscriptions(delivers: false);
        Finish();
        if (_hasBegun)
        {
            ClosePlaylist();
        }
    }

    private static HlsOutletOptions Checked(HlsOutletOptions options)
    {
        OptionsValidation.Require(options);
        return options;
    }

    // FFmpeg cuts at the first key picture behind each multiple of the segment's duration.
    private void RequestBoundary(LivePacket packet)
    {
        long ticks = packet.Packet.PresentationTime!.Value - _beganTicks;
        long segment = (long)(ticks / (_options.SegmentDuration.TotalSeconds * LiveFrame.TimeBase.Denominator));
        if (segment > _segments && !packet.IsKey)
        {
            RequestKeyFrame(0);
        }

        _segments = packet.IsKey ? segment : _segments;
    }

    private bool TryBegin(LivePacket packet)
    {
        if (_hasFailed && Context.Time.GetElapsedTime(_failedAt) < _options.RetryDelay)
        {
            return false;
        }

        if (!packet.IsKey)
        {
            RequestKeyFrame(0);
            return false;
        }

        try
        {
            Prepare();

            // A file that is being written must be finished whatever is cancelled.
            _writer = PacketWriter.Open(Playlist, packet.Format, new PacketWriterOptions { Container = "hls", ContainerOptions = MuxerOptions(), Overwrite = true }, CancellationToken.None);
        }
        catch (Exception e) when (e is VideoSegException or IOException or UnauthorizedAccessException)
        {
            Fail();
            throw e as VideoSegException ?? new VideoSegException(FaultKind.Output, $"cannot write to the folder '{_options.Folder}': {e.Message}", e);
        }

        _hasBegun = true;
        (_beganTicks, _segments) = (packet.Packet.PresentationTime!.Value, 0);
        SetState(LiveOutletState.Running, "");
        return true;
    }

    private void Prepare()
    {
        Directory.CreateDirectory(_options.Folder);
        if (_hasBegun)
        {
            return;
        }

        File.Delete(Playlist);
        foreach (string file in Directory.EnumerateFiles(_options.Folder, "segment-*"))
        {
            File.Delete(file);
        }
    }

    // The playlist must not end where only the picture's size changes; it is closed in Close.
    private ImmutableDictionary<string, string> MuxerOptions() => ImmutableDictionary<string, string>.Empty
        .Add("hls_time", $"{_options.SegmentDuration.TotalSeconds:0.###}")
        .Add("hls_list_size", $"{_options.SegmentCount}")
        .Add("hls_delete_threshold", "1")
        .Add("hls_flags", "delete_segments+independent_segments+temp_file+program_date_time+omit_endlist" + (_hasBegun ? "+append_list" : ""))
        .Add("hls_segment_filename", Path.Combine(Path.GetDirectoryName(Playlist)!, "segment-%08d.ts"));

    private void ClosePlaylist()
    {
        if (File.Exists(Playlist))
        {
            string closed = $"{Playlist}.tmp";
            File.WriteAllText(closed, $"{File.ReadAllText(Playlist)}#EXT-X-ENDLIST\n");
            File.Move(closed, Playlist, overwrite: true);
        }
    }

    private void Finish()
    {
        if (_writer is not { } writer)
        {
            return;
        }

        _writer = null;
        using (writer)
        {
            writer.Finish();
        }
    }

    private void Fail()
    {
        _writer?.Dispose();
        _writer = null;
        (_hasFailed, _failedAt) = (true, Context.Time.GetTimestamp());
    }
}
