using VideoSeg.Model;

namespace VideoSeg.Host.Api;

/// <summary>There is no stream of that name.</summary>
internal sealed class UnknownStreamException(string name, IEnumerable<string> known)
    : VideoSegException(FaultKind.Usage, $"expected the name of a stream ({(known.Any() ? string.Join(", ", known) : "there is none")}), found {name}");
