using System.Runtime.InteropServices;
using VideoSeg.Pipeline.Frames;

namespace VideoSeg.Pipeline.Interop;

/// <summary>VSA_FRAME_.</summary>
[Flags]
internal enum NativeFrameFlags
{
    None = 0,
    Key = 1,
    Corrupt = 2,
    Interlaced = 4,
    TopFieldFirst = 8,
    TimeGuessed = 16,
    Converted = 32,
    SecondField = 64,
}

/// <summary>vsa_frame_info.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeFrameInfo
{
    public byte* Plane0;
    public byte* Plane1;
    public byte* Plane2;
    public byte* Plane3;
    public int Stride0;
    public int Stride1;
    public int Stride2;
    public int Stride3;
    public int Width;
    public int Height;
    public int PixelFormat;
    public NativeFrameFlags Flags;
    public ColorTags Color;
    public Rational SampleAspectRatio;
    public long Time;
    public long Duration;
}

/// <summary>vsa_packet_info.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativePacketInfo
{
    public byte* Data;
    public int Size;
    public int Track;
    public long Time;
    public long DecodeTime;
    public long Duration;
    public NativePacketFlags Flags;
    public int Reserved;
}

/// <summary>VSA_PACKET_.</summary>
[Flags]
internal enum NativePacketFlags
{
    None = 0,
    Key = 1,
}
