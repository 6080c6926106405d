using System.Runtime.InteropServices;

namespace VideoSeg.Pipeline.Monitor;

/// <summary>VSM_OPEN and its like.</summary>
internal enum MonitorRequestKind
{
    Open = 1,
    Map = 2,
    Present = 3,
    Ask = 4,
}

/// <summary>VSM_DONE and its like.</summary>
internal enum MonitorReplyStatus
{
    Done = 0,
    Failed = 1,
    NoDisplay = 2,
    Misfit = 3,
}

/// <summary>vsm_open, without its texts.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeOpen
{
    public const int CurrentProtocol = 1;
    public const int DisplayLength = 64;
    public const int TitleLength = 96;

    public int Protocol;
    public int FullScreen;
    public int Width;
    public int Height;
    public int Accelerated;
    public int VerticalSync;
}

/// <summary>vsm_picture.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativePicture
{
    public long Offset;
    public int Stride;
    public int Width;
    public int Height;
    public int Layout;
    public int Matrix;
    public int Range;
    public int X;
    public int Y;
    public int TargetWidth;
    public int TargetHeight;
}

/// <summary>vsm_reply, without its text.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeReply
{
    public MonitorReplyStatus Status;
    public MonitorEvents Happened;
    public int Width;
    public int Height;
    public int Accelerated;
    public int VerticalSync;
}
