using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Interop;
using VideoSeg.Pipeline.Preprocess;

namespace VideoSeg.Pipeline.Frames;

/// <summary>
/// A decoded picture of a video with its time, in native memory, in the format it was decoded to. Reference-counted and pooled: dispose each
/// reference once. The object may be used by several threads at once as long as nobody writes to the samples; whoever wants to write calls
/// <see cref="MakeWritable"/> first.
/// </summary>
public sealed unsafe class VideoFrame : ReferenceCounted
{
    private readonly FramePool _pool;
    private readonly FrameHandle _handle;
    private NativeFrameInfo _info;
    private PixelFormat _format = PixelFormat.Gray8;
    private Rational _timeBase;
    private long _index;
    private FieldOfView? _field;

    internal VideoFrame(FramePool pool, FrameHandle handle)
    {
        _pool = pool;
        _handle = handle;
    }

    /// <summary>Number of the frame, from 0, in the order of presentation.</summary>
    public long Index => Checked()._index;

    /// <summary>When the frame is shown, in ticks of <see cref="TimeBase"/>, as the stream says it.</summary>
    public long PresentationTime => Checked()._info.Time;

    /// <summary>How long the frame is shown, in ticks of <see cref="TimeBase"/>; 0 where nobody knows.</summary>
    public long Duration => Checked()._info.Duration;

    /// <summary>Seconds a tick.</summary>
    public Rational TimeBase => Checked()._timeBase;

    /// <summary><see cref="PresentationTime"/> as a time span.</summary>
    public TimeSpan Time => TimeBase.ToTimeSpan(PresentationTime);

    /// <summary>Width in pixels. May change in the middle of a stream.</summary>
    public int Width => Checked()._info.Width;

    /// <summary>Height in pixels. May change in the middle of a stream.</summary>
    public int Height => Checked()._info.Height;

    /// <summary>Layout of the samples. May change in the middle of a stream.</summary>
    public PixelFormat Format => Checked()._format;

    /// <summary>What the stream says of the colours.</summary>
    public ColorTags Color => Checked()._info.Color;

    /// <summary>Width of a pixel over its height; unknown means square.</summary>
    public Rational SampleAspectRatio => Checked()._info.SampleAspectRatio;

    /// <summary>Decoded without help of others.</summary>
    public bool IsKeyFrame => Has(NativeFrameFlags.Key);

    /// <summary>Damaged: some of it was guessed by the decoder.</summary>
    public bool IsCorrupt => Has(NativeFrameFlags.Corrupt);

    /// <summary>Two fields of different times woven into one picture.</summary>
    public bool IsInterlaced => Has(NativeFrameFlags.Interlaced);

    /// <summary>Of an interlaced picture: the upper field is the earlier one.</summary>
    public bool IsTopFieldFirst => Has(NativeFrameFlags.TopFieldFirst);

    /// <summary>Made of the later field of a picture, together with the frame before; to be shown half a picture later.</summary>
    public bool IsSecondField => Has(NativeFrameFlags.SecondField);

    /// <summary>The stream gave no time; the last time plus the last duration was taken.</summary>
    public bool IsTimeGuessed => Has(NativeFrameFlags.TimeGuessed);

    /// <summary>Decoded to a format whose samples are not plain (palette, big-endian) and converted from it.</summary>
    public bool IsConverted => Has(NativeFrameFlags.Converted);

    /// <summary>What of the picture the endoscope sees, of the frame's size; null where it is all of it, or nobody has looked.</summary>
    public FieldOfView? Field
    {
        get => Checked()._field;
        internal set => Checked()._field = value;
    }

    /// <summary>
    /// The samples, with the part of them that is segmented. Valid while the caller holds its reference and until <see cref="MakeWritable"/> is called; to be written to only by the
    /// sole owner after <see cref="MakeWritable"/>. Where the stream does not tell matrix or range, those of <see cref="ColorTags"/>' rules.
    /// </summary>
    public ImagePlanes Planes
    {
        get
        {
            ThrowIfReleased();
            return new ImagePlanes
            {
                Plane0 = _info.Plane0,
                Plane1 = _info.Plane1,
                Plane2 = _info.Plane2,
                Plane3 = _info.Plane3,
                Stride0 = _info.Stride0,
                Stride1 = _info.Stride1,
                Stride2 = _info.Stride2,
                Stride3 = _info.Stride3,
                Width = _info.Width,
                Height = _info.Height,
                Format = _format,
                Region = _field?.Segmented,
                Matrix = _info.Color.ResolveMatrix(_info.Width, _info.Height),
                Range = _info.Color.ResolveRange(_format.Model),
            };
        }
    }

    internal FrameHandle Handle => Checked()._handle;

    /// <summary>
    /// Consumes the caller's reference and returns one to a frame whose samples nobody else sees: this one where the caller is its sole owner
    /// (copying the samples if decoder or encoder still look at them), else a pooled copy.
    /// <code>frame = frame.MakeWritable();</code>
    /// </summary>
    public VideoFrame MakeWritable()
    {
        ThrowIfReleased();
        if (IsSoleReference)
        {
            AvError.Check(AvNative.FrameMakeWritable(_handle, _pool.Buffers, ref _info));
            return this;
        }

        VideoFrame copy = _pool.Rent();
        try
        {
            copy._info = _info;
            copy._format = _format;
            copy._timeBase = _timeBase;
            copy._index = _index;
            copy._field = _field;
            AvError.Check(AvNative.FrameCopy(copy._handle, _handle, _pool.Buffers, ref copy._info));
        }
        catch
        {
            copy.Dispose();
            throw;
        }

        Dispose();
        return copy;
    }

    /// <summary>Gives an empty frame its content; the samples must be in the handle already.</summary>
    internal void Fill(in NativeFrameInfo info, Rational timeBase, long index)
    {
        _info = info;
        _format = PixelFormats.Get(info.PixelFormat);
        _timeBase = timeBase;
        _index = index;
    }

    internal override void Free() => _handle.Dispose();

    private protected override void OnLastReferenceGone()
    {
        AvError.Check(AvNative.FrameClear(_handle));
        _info = default;
        _field = null;
        _pool.Return(this);
    }

    private bool Has(NativeFrameFlags flag) => (Checked()._info.Flags & flag) != NativeFrameFlags.None;

    private VideoFrame Checked()
    {
        ThrowIfReleased();
        return this;
    }
}
