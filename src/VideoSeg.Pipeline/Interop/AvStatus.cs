namespace VideoSeg.Pipeline.Interop;

/// <summary>The statuses of native/common/include/videoseg/status.h and native/av/include/videoseg_av.h.</summary>
internal enum AvStatus
{
    Ok = 0,
    InvalidArgument = 1,
    OutOfMemory = 2,
    Failed = 3,
    End = 4,
    Again = 5,
    TimedOut = 6,
    Cancelled = 7,
    NotFound = 8,
    Unsupported = 9,
    NotMedia = 100,
    NoVideo = 101,
    NoDecoder = 102,
    NotHeld = 103,
    UnknownOption = 104,
    BadFilter = 105,
    OutOfRange = 106,
}
