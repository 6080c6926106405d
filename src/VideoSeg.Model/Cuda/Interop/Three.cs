using System.Runtime.CompilerServices;

namespace VideoSeg.Model.Cuda.Interop;

/// <summary>An array of three in a native struct.</summary>
[InlineArray(3)]
internal struct Three<T>
{
    private T _first;
}
