namespace VideoSeg.Pipeline.Live.Sources;

/// <summary>Which of FFmpeg's demuxers and devices live sources are concerned with.</summary>
internal static class SourceFormats
{
    /// <summary>
    /// Containers that hold all they play, and those whose parts are asked for one by one (<c>hls</c>). Left out are those that open other files or
    /// addresses by ways of their own (<c>concat</c>, <c>dash</c>, <c>imf</c>, sequences of pictures).
    /// </summary>
    public const string Containers =
        "mov,mp4,matroska,webm,avi,mpegts,mpeg,mpegvideo,flv,live_flv,kux,asf,ogg,h264,hevc,av1,obu,ivf,mxf,mxf_opatom,nut,yuv4mpegpipe,dv,m4v,wtv,rm,gif,apng," +
        "h261,h263,vc1,vc1test,mjpeg,mjpeg_2000,mpjpeg,dirac,cavsvideo,avs2,avs3,y4m,rawvideo,hls,applehttp,lxf,gxf,pva,nuv,swf,3dostr,wsvqa," +
        "png_pipe,jpeg_pipe,bmp_pipe,tiff_pipe,webp_pipe,ppm_pipe,pgm_pipe";

    private static readonly HashSet<string> Devices = new(StringComparer.Ordinal)
    {
        "lavfi", "v4l2", "x11grab", "fbdev", "kmsgrab", "dc1394", "iec61883", "decklink", "android_camera", "openal", "alsa", "pulse", "jack", "sndio", "oss", "libcdio",
    };

    /// <summary>Whether a format is an input device.</summary>
    public static bool IsDevice(string format) => Devices.Contains(format);
}
