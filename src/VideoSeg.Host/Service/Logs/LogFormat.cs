namespace VideoSeg.Host.Service.Logs;

/// <summary>How log lines are written.</summary>
internal enum LogFormat
{
    /// <summary>For people on a terminal, as JSON elsewhere.</summary>
    Auto,

    /// <summary>For people.</summary>
    Text,

    /// <summary>One JSON object a line.</summary>
    Json,
}
