namespace VideoSeg.Host.Web;

/// <summary>Somebody who watches, as they are counted. Read from any thread.</summary>
internal interface IViewer
{
    /// <summary>Name of the stream.</summary>
    string Stream { get; }

    /// <summary>How they watch: <c>annexb</c>, <c>fmp4</c>, <c>mjpeg</c>, <c>events</c>.</summary>
    string Kind { get; }

    /// <summary>Frames that were sent to them; of events, the detections.</summary>
    long Delivered { get; }

    /// <summary>Frames that they lost because they did not keep up; of events, the detections.</summary>
    long Dropped { get; }
}
