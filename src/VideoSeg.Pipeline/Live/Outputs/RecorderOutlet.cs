using System.Collections.Immutable;
using VideoSeg.Model;
using VideoSeg.Pipeline.Interop;

namespace VideoSeg.Pipeline.Live.Outputs;

/// <summary>
/// Records renditions of a stream (with marks, as it came, or both, each into files of its own) while it is wanted. Files end with <c>.part</c> until they are
/// whole; they play whatever happens. Where the disk is full, recording is suspended and the picture flows on to everybody else.
/// </summary>
public sealed class RecorderOutlet : PacketOutlet
{
    /// <summary>After so many bytes there is a new status.</summary>
    private const long TellBytes = 100_000;

    private static readonly TimeSpan s_spaceInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_retentionInterval = TimeSpan.FromMinutes(1);

    private readonly RecorderOutletOptions _options;
    private readonly Func<string, long> _freeBytes;
    private readonly RecordingFolder _folder;
    private readonly ImmutableArray<RecordingTrack> _tracks;
    private volatile bool _isWanted;
    private volatile RecorderStatus _recording;
    private long? _suspendedAt;
    private bool _isFull;
    private long? _spaceAt;
    private long? _retentionAt;
    private long? _free;
    private int _deleted;
    private string _retentionFault = "";

    /// <summary>A recorder that writes nothing before it is started.</summary>
    /// <param name="renditions">What is recorded, one or two of one stream and of different pictures; they belong to the stream.</param>
    /// <param name="name">Its own name, unique in the stream.</param>
    /// <param name="options">Where to, and for how long.</param>
    /// <param name="context">Shared parts.</param>
    /// <exception cref="VideoSegException">An option is wrong; all faults are listed.</exception>
    public RecorderOutlet(ImmutableArray<EncodedRendition> renditions, string name, RecorderOutletOptions options, LiveContext context)
        : this(renditions, name, options, context, static folder => new DriveInfo(folder).AvailableFreeSpace)
    {
    }

    internal RecorderOutlet(ImmutableArray<EncodedRendition> renditions, string name, RecorderOutletOptions options, LiveContext context, Func<string, long> freeBytes)
        : base(Checked(renditions)[0].Stream, name, "recorder", renditions, Checked(options).QueueCapacity, PacketOverflow.KeepWhatWaits, context)
    {
        (_options, _freeBytes) = (options, freeBytes);
        _folder = new RecordingFolder(options.Folder, Stream);
        _tracks = [.. renditions.Select(rendition => new RecordingTrack(_folder, options, rendition.Options.Picture.ToString().ToLowerInvariant()))];
        _isWanted = options.RecordAtStart;
        _recording = new RecorderStatus(_isWanted, false, null, null, 0, 0, 0, null);
        if (!_isWanted)
        {
            SetState(LiveOutletState.Stopped, "recording has not been started");
        }
    }

    /// <summary>How it is now.</summary>
    public RecorderStatus Recording => _recording with { IsWanted = _isWanted };

    /// <inheritdoc/>
    private protected override bool IsWanted => _isWanted;

    /// <summary>Starts to record, soon. Any thread.</summary>
    public void StartRecording() => Want(true);

    /// <summary>Stops recording, soon: what waits is written, and the files are finished. Any thread.</summary>
    public void StopRecording() => Want(false);

    /// <inheritdoc/>
    protected override OutletDropReason? Deliver(LivePacket packet, int rendition)
    {
        try
        {
            return MayWrite() ? Record(packet, rendition) : OutletDropReason.Away;
        }
        catch (Exception e) when (e is VideoSegException or IOException or UnauthorizedAccessException)
        {
            Suspend(isFull: false);
            throw e as VideoSegException ?? new VideoSegException(FaultKind.Output, $"cannot record to the folder '{_folder.Path}': {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    private protected override void WantedChanged(bool isWanted)
    {
        if (isWanted)
        {
            (_suspendedAt, _isFull) = (null, false);
            SetState(LiveOutletState.Starting, "");
            return;
        }

        try
        {
            FinishAll();
            SetState(LiveOutletState.Stopped, "recording was stopped");
        }
        catch (VideoSegException e)
        {
            SetState(LiveOutletState.Stopped, $"recording was stopped, but {e.Message}");
        }

        Tell();
    }

    /// <inheritdoc/>
    protected override void Idle() => Retain(_retentionAt);

    /// <inheritdoc/>
    protected override void Close()
    {
        try
        {
            EndSubscriptions(delivers: true);
            FinishAll();
        }
        finally
        {
            _folder.Dispose();
            Tell();
        }
    }

    private static ImmutableArray<EncodedRendition> Checked(ImmutableArray<EncodedRendition> renditions)
    {
        bool isFit = renditions.Length is 1 or 2 && renditions.All(rendition => rendition.Stream == renditions[0].Stream)
            && renditions.Select(rendition => rendition.Options.Picture).Distinct().Count() == renditions.Length;
        return isFit ? renditions : throw new ArgumentException("expected one rendition, or two of one stream and of different pictures", nameof(renditions));
    }

    private static RecorderOutletOptions Checked(RecorderOutletOptions options)
    {
        OptionsValidation.Require(options);
        return options;
    }

    private void Want(bool isWanted)
    {
        _isWanted = isWanted;
        Wake();
    }

    private OutletDropReason? Record(LivePacket packet, int rendition)
    {
        _folder.Open();
        RecordingTrack track = _tracks[rendition];
        if (track.IsDue(packet))
        {
            Cut(track, packet, rendition);
        }

        if (!track.Write(packet))
        {
            RequestKeyFrame(rendition);
            return OutletDropReason.Away;
        }

        Retain(_retentionAt);
        SetState(LiveOutletState.Running, _retentionFault);
        Tell();
        return null;
    }

    /// <summary>Ends the file where the packet is one to begin the next with; asks for such a packet where it is not.</summary>
    private void Cut(RecordingTrack track, LivePacket packet, int rendition)
    {
        if (packet.IsKey)
        {
            track.Finish();
            Retain(null);
        }
        else
        {
            RequestKeyFrame(rendition);
        }
    }

    /// <summary>Looks at the disk now and then, and after a failure.</summary>
    private bool MayWrite()
    {
        long now = Context.Time.GetTimestamp();
        if (_suspendedAt is { } since && Context.Time.GetElapsedTime(since, now) < _options.RetryDelay)
        {
            return false;
        }

        if (_spaceAt is { } looked && _suspendedAt is null && Context.Time.GetElapsedTime(looked, now) < s_spaceInterval)
        {
            return true;
        }

        _spaceAt = now;
        Directory.CreateDirectory(_folder.Path);
        _free = _freeBytes(_folder.Path);
        long needed = _isFull ? _options.MinFreeBytes + (_options.MinFreeBytes / 10) : _options.MinFreeBytes;
        if (_free >= needed)
        {
            (_suspendedAt, _isFull) = (null, false);
            return true;
        }

        Suspend(isFull: true);
        SetState(LiveOutletState.Waiting, string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"recording is suspended: the disk has {Megabytes(_free.Value)} MB left, {Megabytes(needed)} MB are to stay free. The picture flows on; recording goes on once there is room"));
        return false;
    }

    private static long Megabytes(long bytes) => bytes / 1_000_000;

    private void Suspend(bool isFull)
    {
        foreach (RecordingTrack track in _tracks)
        {
            if (isFull && !_isFull)
            {
                TryFinish(track);
            }

            track.Abandon();
        }

        (_suspendedAt, _isFull) = (Context.Time.GetTimestamp(), isFull);
        Retain(null);
        Tell();
    }

    private static void TryFinish(RecordingTrack track)
    {
        try
        {
            track.Finish();
        }
        catch (VideoSegException)
        {
            // It is marked as interrupted; why recording is suspended is told already.
        }
    }

    private void FinishAll()
    {
        VideoSegException? fault = null;
        foreach (RecordingTrack track in _tracks)
        {
            try
            {
                track.Finish();
            }
            catch (VideoSegException e)
            {
                fault = e;
            }
        }

        Retain(null);
        if (fault is not null)
        {
            throw fault;
        }
    }

    /// <summary>Deletes what is too old, unless that was done less than a minute ago.</summary>
    private void Retain(long? last)
    {
        if (last is { } at && Context.Time.GetElapsedTime(at) < s_retentionInterval)
        {
            return;
        }

        _retentionAt = Context.Time.GetTimestamp();
        try
        {
            // What another recorder has there is its own affair.
            if ((_options.MaxAge is not null || _options.MaxBytes is not null) && _folder.IsOpen)
            {
                (int deleted, _retentionFault) = _folder.DeleteOld(Context.Time.GetUtcNow(), _options.MaxAge, _options.MaxBytes);
                _deleted += deleted;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Tried again in a minute.
            _retentionFault = $"old recordings in '{_folder.Path}' cannot be deleted: {e.Message}";
        }
    }

    private void Tell()
    {
        RecordingTrack first = _tracks[0];
        bool isSuspended = _suspendedAt is not null;
        (int files, long bytes) = Totals();
        RecorderStatus told = _recording;
        bool isOld = told.File == first.File && told.IsSuspended == isSuspended && told.Files == files && told.Deleted == _deleted;
        if (!isOld || bytes - told.Bytes >= TellBytes || first.File is null)
        {
            _recording = new RecorderStatus(_isWanted, isSuspended, first.File, first.File is null ? null : first.Since, files, bytes, _deleted, _free);
        }
    }

    private (int Files, long Bytes) Totals()
    {
        (int files, long bytes) = (0, 0L);
        foreach (RecordingTrack track in _tracks)
        {
            (files, bytes) = (files + track.Files, bytes + track.Bytes);
        }

        return (files, bytes);
    }
}
