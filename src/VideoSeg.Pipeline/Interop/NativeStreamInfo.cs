using System.Runtime.InteropServices;
using VideoSeg.Pipeline.Frames;

namespace VideoSeg.Pipeline.Interop;

/// <summary>vsa_video_info.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeVideoInfo
{
    public int Track;
    public int Width;
    public int Height;
    public int PixelFormat;
    public int SourcePixelFormat;
    public Rational TimeBase;
    public Rational FrameRate;
    public Rational SampleAspectRatio;
    public ColorTags Color;
    public int FieldOrder;
    public int HasDisplayMatrix;
    public fixed int DisplayMatrix[9];
    public double Rotation;
    public long StartTime;
    public long Duration;
    public long Frames;
    public long Origin;
    public long BitRate;
    public fixed byte Codec[32];
}

/// <summary>vsa_track_info.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeTrackInfo
{
    public int Index;
    public int Kind;
    public int AttachedPicture;
    public int IsDefault;
    public Rational TimeBase;
    public int SampleRate;
    public int Channels;
    public int Width;
    public int Height;
    public fixed byte Codec[32];
    public fixed byte Language[16];
    public fixed byte Title[128];
}

/// <summary>vsa_coded_track.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeCodedTrack
{
    public fixed byte Codec[32];
    public int Profile;
    public int Level;
    public int Width;
    public int Height;
    public int PixelFormat;
    public int FieldOrder;
    public ColorTags Color;
    public Rational TimeBase;
    public Rational FrameRate;
    public Rational SampleAspectRatio;
    public long BitRate;
    public int HeadersSize;
    public int Reserved;
}
