using VideoSeg.Model;

namespace VideoSeg.Host.Service;

/// <summary>What is asked for does not go together with the streams that there are.</summary>
internal sealed class StreamConflictException(string message) : VideoSegException(FaultKind.Usage, message);
