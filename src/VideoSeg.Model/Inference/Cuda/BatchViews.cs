using VideoSeg.Model.Torch;

namespace VideoSeg.Model.Inference.Cuda;

/// <summary>The first 1, 2, … pictures of a tensor, made once so that no call makes any.</summary>
internal sealed class BatchViews : IDisposable
{
    private readonly Tensor[] _views;

    /// <summary>Views of <paramref name="whole"/>, whose first dimension counts the pictures.</summary>
    public BatchViews(Tensor whole) =>
        _views = [.. Enumerable.Range(1, (int)whole.Size(0)).Select(count => whole.Narrow(0, 0, count).DetachFromScope())];

    /// <summary>The first <paramref name="count"/> pictures.</summary>
    public Tensor this[int count] => _views[count - 1];

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(_views, view => view.Dispose());
}
