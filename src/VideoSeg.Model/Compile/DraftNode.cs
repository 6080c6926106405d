using VideoSeg.Model.Graph;

namespace VideoSeg.Model.Compile;

/// <summary>A node of a <see cref="NetworkDraft"/>: a <see cref="Node"/> that can be changed and points at what it reads.</summary>
internal sealed class DraftNode(string name, string stage, Operation operation, IEnumerable<DraftNode> inputs)
{
    /// <summary>Unique; the prefix of its weights' names.</summary>
    public string Name { get; } = name;

    public string Stage { get; } = stage;

    public Operation Operation { get; set; } = operation;

    /// <summary>What it reads, in the operation's order.</summary>
    public List<DraftNode> Inputs { get; set; } = [.. inputs];

    /// <summary>Name of its kernel, or of its factors.</summary>
    public string WeightName => $"{Name}.weight";

    public string BiasName => $"{Name}.bias";

    public override string ToString() => $"{Name}: {Operation}";
}
