using System.Runtime.InteropServices;
using VideoSeg.Pipeline.Frames;

namespace VideoSeg.Pipeline.Interop;

/// <summary>vsa_reader_options.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeReaderOptions
{
    public byte* Url;
    public byte* Format;
    public byte* Options;
    public byte* DecoderOptions;
    public byte* Filter;
    public int OptionsLength;
    public int DecoderOptionsLength;
    public long OpenTimeoutMicroseconds;
    public long ReadTimeoutMicroseconds;
    public int VideoTrack;
    public int DecoderThreads;
    public int ReadTracks;
    public long StartMicroseconds;
    public long DurationMicroseconds;
    public int LowDelay;
    public int Deinterlace;
    public delegate* unmanaged<nint, byte*, int> Permit;
    public nint PermitContext;
}

/// <summary>vsa_writer_options.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeWriterOptions
{
    public byte* Url;
    public byte* Container;
    public byte* Options;
    public int OptionsLength;
    public long OpenTimeoutMicroseconds;
    public long WriteTimeoutMicroseconds;
}

/// <summary>vsa_encoder_options.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeEncoderOptions
{
    public byte* Encoder;
    public byte* Options;
    public int OptionsLength;
    public int PixelFormat;
    public int Threads;
    public int Niceness;
    public Rational TimeBase;
    public uint CodecTag;
    public int LowDelay;
    public int Width;
    public int Height;
}

/// <summary>vsa_encoder_info.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeEncoderInfo
{
    public int PixelFormat;
    public int LosesResolution;
    public int LosesDepth;
    public int LosesColor;
    public int LosesAlpha;
    public int OddSize;
    public int DropsInterlacing;
}

/// <summary>vsa_container_info.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeContainerInfo
{
    public fixed byte Name[32];
    public int VariableRate;
    public int NoFile;
    public int HoldsRotation;
}
