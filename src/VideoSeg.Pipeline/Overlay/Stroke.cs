namespace VideoSeg.Pipeline.Overlay;

/// <summary>How a line looks: its own colour upon a wider line (the casing) that sets it off from whatever lies beneath.</summary>
/// <param name="Width">Width of the line in pixels.</param>
/// <param name="Line">Its colour.</param>
/// <param name="Opacity">Its opacity, 0 to 1.</param>
/// <param name="CasingWidth">How far the casing reaches beyond the line on each side, in pixels.</param>
/// <param name="Casing">The casing's colour.</param>
/// <param name="CasingOpacity">The casing's opacity, 0 to 1; 0 for none.</param>
internal readonly record struct Stroke(float Width, Ink Line, float Opacity, float CasingWidth, Ink Casing, float CasingOpacity)
{
    /// <summary>Distance from the middle of the line beyond which no pixel centre is painted.</summary>
    public float Reach => (Width / 2) + (CasingOpacity > 0 ? CasingWidth : 0) + 0.5f;
}
