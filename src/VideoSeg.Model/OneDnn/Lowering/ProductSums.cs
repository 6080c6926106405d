namespace VideoSeg.Model.OneDnn.Lowering;

/// <summary>How a processor adds products of 8-bit numbers, which limits the weights.</summary>
internal enum ProductSums
{
    /// <summary>In 32 bits (VNNI).</summary>
    Wide,

    /// <summary>Those of two neighbouring inputs first in 16 bits, saturating: AVX2 and less, inputs without sign.</summary>
    Pairs,

    /// <summary>The same with inputs that have a sign: there oneDNN halves the weights itself, and adds 128 to the inputs.</summary>
    Halved,
}
