namespace VideoSeg.Model.Graph;

/// <summary>The shape N x C x H x W of a value in a network; a vector (after global pooling) has H = W = 1.</summary>
public readonly record struct TensorShape(int Batch, int Channels, int Height, int Width)
{
    /// <summary>Number of elements.</summary>
    public long ElementCount => (long)Batch * Channels * Height * Width;

    /// <summary><c>16 x 352 x 352</c>: channels, height and width.</summary>
    public override string ToString() => $"{Channels} x {Height} x {Width}";
}
